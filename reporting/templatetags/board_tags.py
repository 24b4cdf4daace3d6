"""What the desks of coordinators and approvers need: fields, times and moves in words."""

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from reporting import locks
from reporting.reviews import sender_of
from reporting.roles import Role
from reporting.transitions import TRANSITIONS

register = template.Library()

ROLES = {
    Role.REPORTER: _("reporter"),
    Role.COORDINATOR: _("coordinator"),
    Role.APPROVER: _("approver"),
    Role.TRANSLATOR: _("translator"),
    Role.SYSTEM: _("the system"),
}


@register.filter
def instant(at):
    """A time with its zone: {{ exception.until|instant }}."""
    return locks.in_words(at)


@register.filter
def clock(at):
    """The time of day: {{ claim.since|clock }}."""
    return date_format(localtime(at), "TIME_FORMAT")


@register.filter
def move_name(move):
    """What was done, in words."""
    return TRANSITIONS[move.name].label


@register.filter
def role_name(move):
    """In which role it was done."""
    return ROLES[move.actor_role]


@register.filter
def sender(report):
    """Who has sent a report, by name."""
    return sender_of(report)


@register.filter
def has(names, name):
    """Whether a name is among others, if any: {% if review.forms|has:"approve" %}."""
    return name in (names or ())


@register.inclusion_tag("reporting/_board_field.html")
def desk_field(field):
    """A field with its label, help and errors; a typed value with what is public now."""
    is_changed = field.form.is_bound and field.name in field.form.initial
    return {
        "field": field,
        "is_tick": field.widget_type == "checkbox",
        "public_now": field.initial if is_changed and _differs(field) else None,
    }


def _differs(field):
    return str(field.value() or "") != str(field.initial or "")


@register.inclusion_tag("reporting/_board_errors.html")
def desk_errors(form):
    """Everything that is wrong with a form, with links to where it is: {% desk_errors failed %}."""
    return {"form": form, "fields": [field for field in form if field.errors] if form else []}
