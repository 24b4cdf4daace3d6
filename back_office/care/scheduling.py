"""When what is written becomes public: in lists, on the form, and in one sentence after saving."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import display_for_value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from back_office.care.preview import has_page


class ScheduledFilter(admin.SimpleListFilter):
    """Rows that wait for their time to be published."""

    title = gettext_lazy("scheduled")
    parameter_name = "scheduled"

    def lookups(self, request, model_admin):
        return [("yes", _("to be published later"))]

    def queryset(self, request, rows):
        return self.waiting(rows) if self.value() == "yes" else rows

    @staticmethod
    def waiting(rows):
        """Those that are ready, and whose time has not come."""
        return rows.filter(is_public=True, publish_at__gt=timezone.now())


class Scheduling:
    """An admin class that says of its rows whether they are public, or when they will be."""

    def get_list_filter(self, request):
        return [*super().get_list_filter(request), *[ScheduledFilter] * self._is_scheduled]

    def get_list_display(self, request):
        """The word of `publication` stands where the mere tick would."""
        names = super().get_list_display(request)
        if not self._is_scheduled:
            return names
        return ["publication" if name == "is_public" else name for name in names]

    @admin.display(description=gettext_lazy("public"), ordering="is_public")
    def publication(self, row):
        """Whether a row is public, as a tick; of one that waits, when it will be."""
        if is_waiting(row):
            return f"{moment_of(row)}, {countdown(row.publish_at)}"
        return display_for_value(row.is_public, "", boolean=True)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Say beneath the time what it means, of the row as it is saved."""
        field = context["adminform"].form.fields.get("publish_at")
        if change and field and (sentence := coming(obj)):
            field.help_text = format_html("<strong>{}</strong> {}", sentence, field.help_text)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, row, post_url_continue=None):
        answer = super().response_add(request, row, post_url_continue)
        self._tell(request, row)
        return answer

    def response_change(self, request, row):
        answer = super().response_change(request, row)
        self._tell(request, row)
        return answer

    @property
    def _is_scheduled(self):
        return hasattr(self.model, "publish_at")

    def _tell(self, request, row):
        if has_page(self.model) and IS_POPUP_VAR not in request.POST:
            messages.info(request, where_it_is(row))


def is_waiting(row):
    """Whether a row is ready, and its time has not come."""
    is_ready = row.is_public and not row.removed_at
    return bool(is_ready and row.publish_at and row.publish_at > timezone.now())


def moment_of(row):
    """When a row is published, as people here write it."""
    return date_format(timezone.localtime(row.publish_at), "DATETIME_FORMAT")


def countdown(moment):
    """How far a coming moment is: in days of the calendar, today in hours or minutes."""
    now = timezone.now()
    days = (timezone.localdate(moment) - timezone.localdate(now)).days
    if days:
        return ngettext("in %(number)d day", "in %(number)d days", days) % {"number": days}
    # A minute that has begun counts.
    minutes = int((moment - now).total_seconds()) // 60 + 1
    hours = minutes // 60
    if hours:
        return ngettext("in %(number)d hour", "in %(number)d hours", hours) % {"number": hours}
    return ngettext("in %(number)d minute", "in %(number)d minutes", minutes) % {"number": minutes}


def coming(row):
    """What the time of publication of a row means, as a sentence; empty when it has passed."""
    if not row.publish_at or row.publish_at <= timezone.now():
        return ""
    if not is_waiting(row):
        return _("It is not marked as public: nothing is published at that time.")
    when = {"moment": moment_of(row), "countdown": countdown(row.publish_at)}
    return _("Will be published %(moment)s, %(countdown)s.") % when


def where_it_is(row):
    """What visitors see of a row that has been saved, where and from when, as one sentence."""
    address = row.get_absolute_url()
    link = format_html('<a href="{}">{}</a>', address, address)
    if type(row).objects.public().filter(pk=row.pk).exists():
        return format_html(_("Visitors see it now: {link}"), link=link)
    if not getattr(row, "is_public", True):
        return _("It is not public: visitors do not see it.")
    if hasattr(row, "publish_at") and is_waiting(row):
        return format_html(
            "{} {}", coming(row), _("Its address will be %(address)s.") % {"address": address}
        )
    return _("Visitors do not see it: what it belongs to is not public, or it has been removed.")
