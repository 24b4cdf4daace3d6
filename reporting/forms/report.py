"""The form of a report: what is said, what the last report said, and what is answered to that."""

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programme.models import StrategyAction
from reporting.checks import LIMITS
from reporting.forms.attachments import AttachmentForm
from reporting.forms.values import ValueFields
from reporting.snapshots import TEXTS

# Longer than any limit: what does not fit is kept as a draft, and cut by its writer.
LONGEST_TEXT = 5000
LONGEST_COMMENT = 2000
PLAIN = ["status", "percent", "is_unchanged", "minutes_spent"]
CONFIRMED, CHANGED, UNCHANGED, CONFIRM_ALL = "confirmed", "changed", "unchanged", "confirm_all"
ANSWERS = [
    (CONFIRMED, _("I confirm it")),
    (CHANGED, _("I change it")),
    (UNCHANGED, _("No change since last time")),
]


class WordsField(forms.CharField):
    """A few sentences; a line break counts as one character, as a person would count."""

    def __init__(self, label, **options):
        options = {
            "required": False,
            "max_length": LONGEST_TEXT,
            "widget": forms.Textarea,
        } | options
        super().__init__(label=label, **options)

    def to_python(self, value):
        value = super().to_python(value)
        return value.replace("\r\n", "\n") if value else value


class ReportForm(AttachmentForm):
    """
    All that is asked in a report. What can be read is saved, also where the rest cannot.

    `report` is the row as it stands now, `told` the snapshot of the last approved report.
    """

    language = forms.ChoiceField(
        label=_("Which language do you write in?"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.RadioSelect,
    )
    status = forms.ChoiceField(
        label=_("How does the action stand?"),
        choices=StrategyAction.Status.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label=_("How far is it, in per cent?"),
        help_text=_("From 0 to 100. Leave it empty if you cannot say."),
        min_value=0,
        max_value=100,
        required=False,
        error_messages={"invalid": _("Write a whole number from 0 to 100.")},
    )
    summary = WordsField(_("What has been done?"))
    is_unchanged = forms.BooleanField(
        label=_("Nothing has changed since the last report"), required=False
    )
    no_change_reason = WordsField(_("If nothing has changed: why?"))
    next_steps = WordsField(_("What comes next?"))
    obstacles = WordsField(_("What stands in the way?"))
    minutes_spent = forms.IntegerField(
        label=_("How many minutes did this take?"),
        help_text=_("If you like. It helps us to ask for less, and is never public."),
        min_value=0,
        max_value=6000,
        required=False,
    )
    comment = WordsField(
        _("A comment to the coordinator and the approver"),
        max_length=LONGEST_COMMENT,
        help_text=_("Never public."),
    )

    def __init__(self, data=None, files=None, *, report, told):
        super().__init__(data, files)
        self.report, self.told, self.said = report, told or {}, {}
        rows = {row.indicator_id: row for row in report.values.all()}
        before = self.told.get("values", {})
        self.values = [
            ValueFields(each, rows.get(each.pk), before.get(each.slug))
            for each in report.action.indicators.order_by("slug")
        ]
        for value in self.values:
            self.fields |= value.fields
        for name in report.answers:
            self.fields[f"answer.{name}"] = forms.ChoiceField(choices=ANSWERS, required=False)
        of_values = (name for value in self.values for name in value.fields)
        self.order_fields(["language", "status", "percent", *of_values])
        self.initial = self._initial()

    def clean(self):
        cleaned = super().clean()
        for value in self.values:
            if value.is_whole(cleaned):
                try:
                    self.said[value.name] = value.said(cleaned)
                except forms.ValidationError as error:
                    self.add_error(value.first, error)
        return cleaned

    @property
    def version(self):
        """The version of the report that the person has seen; 0 matches none."""
        text = self.data.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def seen(self):
        """The warnings that the person says to have seen: pairs of field and code."""
        return [tuple(each.split(" ", 1)) for each in self.data.getlist("seen") if " " in each]

    @property
    def differing(self):
        """The fields in which the person says otherwise than the row."""
        asides = ("answer.", "comment", "file")
        return [name for name in self.changed_data if not name.startswith(asides)]

    def content(self):
        """What can be saved, as the move `autosave` takes it."""
        cleaned = self.cleaned_data
        language = cleaned.get("language") or self.initial["language"]
        fields = {name: cleaned[name] for name in PLAIN if name in cleaned}
        fields |= {f"{name}_{language}": cleaned[name] for name in TEXTS if name in cleaned}
        if self.report.language not in ("", language):
            # The words move to the other language; nothing stays behind in the first.
            moved = (name for name in TEXTS if name in cleaned)
            fields |= {f"{name}_{self.report.language}": "" for name in moved}
        fields |= {"language": language, "answers": self.answers}
        values = {
            value.indicator.pk: self.said[value.name]
            for value in self.values
            if value.name in self.said
        }
        return {"fields": fields, "values": values}

    @cached_property
    def answers(self):
        """What is said of each prefilled field, as it is kept; "" where nothing is."""
        if not self.is_bound:
            return self.report.answers
        return {name: self._answer(name, kept) for name, kept in self.report.answers.items()}

    def _answer(self, name, kept):
        if name not in self.cleaned_data and name not in self.said:
            return kept
        answer = self.cleaned_data.get(f"answer.{name}", "")
        if self._differs(name):
            return CHANGED
        if answer in ("", CHANGED) and self.data.get("move") == CONFIRM_ALL:
            return CONFIRM_ALL
        if answer == CONFIRMED and kept == CONFIRM_ALL:
            return CONFIRM_ALL
        # To say “change” and to change nothing is no answer.
        return "" if answer == CHANGED else answer

    def _differs(self, name):
        """Whether a prefilled field says otherwise than the last report."""
        if name in self.said:
            value = next(each for each in self.values if each.name == name)
            return value.differs(self.said[name])
        return self.cleaned_data[name] != told_of(self.told, name)

    def _initial(self):
        report = self.report
        language = report.language or get_language()
        texts = {name: getattr(report, f"{name}_{language}") for name in TEXTS}
        initial = {name: getattr(report, name) for name in PLAIN}
        initial |= {"language": language} | {name: text or "" for name, text in texts.items()}
        for value in self.values:
            initial |= value.initial
        return initial


def told_of(told, name):
    """What the last report told in a field of its own: a code, a number or a text."""
    if not told:
        return None
    if name == "status":
        return told["status"]["code"]
    return told["texts"][name][told["language"]] if name in LIMITS else told.get(name)
