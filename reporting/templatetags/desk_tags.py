"""The questions of the form: each with its last answer, its limit, its errors, tied together."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _

from reporting import locks, told
from reporting.checks import LIMITS
from reporting.desk import clock
from reporting.forms.report import ANSWERS, CONFIRM_ALL, CONFIRMED
from reporting.told import ToldValue
from reporting.writing import label_of

register = template.Library()
TEXT_ROWS = {"summary": 8, "comment": 3}


@dataclass(frozen=True)
class Option:
    """One of the three answers to a prefilled field."""

    value: str
    label: str
    id: str
    is_chosen: bool


@register.filter
def deadline(instant):
    """A time with its zone: {{ report.round.due_at|deadline }}."""
    return locks.in_words(instant)


@register.filter
def clock_time(instant):
    """The time of today, else the day and the time."""
    return clock(instant)


@register.inclusion_tag("reporting/_question.html")
def question(form, name, outcome=None):
    """One field with all that belongs to it: {% question form "percent" outcome %}."""
    field = form[name]
    context = {
        "field": field,
        "is_choice": hasattr(field.field.widget, "use_fieldset") and field.use_fieldset,
        "is_tick": field.widget_type == "checkbox",
        "limit": LIMITS.get(name),
        "last": last_words(form.told, name),
        "errors": form.errors.get(name, []),
    }
    if outcome:
        context["meanwhile"] = outcome.meanwhile.get(name)
    described = [
        f"{field.auto_id}_{part}"
        for part, is_there in (
            ("help", field.help_text),
            ("limit", context["limit"]),
            ("last", context["last"]),
            ("error", context["errors"]),
            ("meanwhile", context.get("meanwhile")),
        )
        if is_there
    ]
    context["described_by"] = " ".join(described)
    context["input"] = field.as_widget(attrs=_attributes(field, context))
    is_of_value = name.startswith("value-")
    return context if is_of_value else context | _answer(form, name)


@register.inclusion_tag("reporting/_value_question.html")
def value_question(form, value, outcome=None):
    """All that is asked of one indicator."""
    context = {"form": form, "value": value, "outcome": outcome, "names": list(value.fields)}
    if value.told:
        context["last"] = ToldValue(value.indicator.slug, value.told)
    return context | _answer(form, value.name)


@register.simple_tag
def problems(form):
    """Every error in the order of the page, with its place: {% problems form as found %}."""
    found = []
    for name in sorted(form.errors, key=lambda name: _position(form, name)):
        has_options = name.startswith("answer.") or form[name].use_fieldset
        place = f"id_{name}_0" if has_options else f"id_{name}"
        found += [(place, label_of(form, name), error) for error in form.errors[name]]
    return found


def _position(form, name):
    """Where on the page a field is; an answer stands beside what it is about."""
    firsts = {value.name: value.first for value in form.values}
    asked = name.removeprefix("answer.")
    return list(form.fields).index(firsts.get(asked, asked))


@register.simple_tag
def warned(form, warnings):
    """The warnings, each with the value of its tick and whether it is ticked."""
    firsts = {value.name: value.first for value in form.values}
    return [
        (
            f"{each.field} {each.code}",
            label_of(form, firsts.get(each.field, each.field)),
            each.message,
            (each.field, each.code) in form.seen,
        )
        for each in warnings
    ]


def last_words(snapshot, name):
    """What the last approved report told in a field, None where it told nothing."""
    if not snapshot:
        return None
    if name == "status" and snapshot["status"]["code"]:
        return told.in_language(snapshot["status"]["words"])
    if name == "percent" and snapshot["percent"] is not None:
        return _plain(told.percent_in_words(snapshot["percent"]))
    if name in LIMITS and snapshot["texts"][name][snapshot["language"]]:
        return told.Shown(snapshot["texts"][name][snapshot["language"]], snapshot["language"])
    return None


def _plain(text):
    return told.Shown(text, told.get_language())


def _attributes(field, context):
    attributes = {}
    if context["described_by"]:
        attributes["aria-describedby"] = context["described_by"]
    if context["errors"]:
        attributes["aria-invalid"] = "true"
    if field.widget_type == "textarea":
        attributes |= {"rows": TEXT_ROWS.get(field.name, 5), "cols": 60}
    if field.name == "percent":
        attributes |= {"step": 5}
    if field.widget_type == "text" and not field.name.endswith(".source"):
        attributes |= {"inputmode": "decimal" if field.name.startswith("value-") else "text"}
    return attributes


def _answer(form, name):
    """The three radios of a prefilled field, and what is wrong with them."""
    if name not in form.answers:
        return {}
    given = CONFIRMED if form.answers[name] == CONFIRM_ALL else form.answers[name]
    id_ = f"id_answer.{name}"
    options = [
        Option(value, label, f"{id_}_{number}", value == given)
        for number, (value, label) in enumerate(ANSWERS)
    ]
    return {
        "answer_name": f"answer.{name}",
        "options": options,
        "is_unanswered": not given,
        "is_confirmed_with_all": form.answers[name] == CONFIRM_ALL,
        "answer_errors": form.errors.get(f"answer.{name}", []),
        "answer_legend": _("Filled in from the last report"),
    }
