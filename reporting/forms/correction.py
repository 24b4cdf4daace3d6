"""Correcting what is public, deciding on a correction, and translating."""

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from programme.models import StrategyAction
from reporting.checks import LIMITS
from reporting.differences import label_of
from reporting.forms.report import WordsField
from reporting.forms.review import HIGHEST, DeskForm, MoveForm
from reporting.forms.values import number_field
from reporting.models import Correction, ReportValue
from reporting.proposals import changes_to, propose, reject
from reporting.refusals import Incomplete
from reporting.snapshots import LANGUAGES, NUMBERS, TEXTS
from reporting.told import decimal, in_language

PART_LABELS = {
    "value": gettext_lazy("Value"),
    "numerator": gettext_lazy("Part"),
    "denominator": gettext_lazy("Whole"),
    "no_value_reason": gettext_lazy("Or why there is no number"),
}


def text_field(label, limit, language):
    """A text of a report in a language, no longer than it may be."""
    return WordsField(
        label,
        max_length=limit,
        help_text=_("At most %(limit)s characters.") % {"limit": limit},
        widget=forms.Textarea(attrs={"rows": 5, "lang": language}),
    )


class CorrectionForm(DeskForm):
    """
    What is public now, to be changed, and why.

    A dot parts the address of an indicator from what is asked of it, as in the form of a
    report: `value-<slug>.numerator`.
    """

    version = forms.IntegerField(min_value=1, max_value=HIGHEST, widget=forms.HiddenInput)
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=StrategyAction.Status.choices)
    percent = forms.IntegerField(
        label=gettext_lazy("How far it is, in per cent"),
        min_value=0,
        max_value=100,
        required=False,
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Kind of reason"), choices=[("", "–"), *Correction.Category.choices]
    )
    reason = WordsField(
        gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Public. Needed when the kind is “other reason”."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the reason"), choices=settings.LANGUAGES
    )

    def __init__(self, data=None, *, report):
        super().__init__(data, report=report)
        self.snapshot = report.approved_revision.snapshot
        language = self.snapshot["language"]
        self.initial = {
            "status": self.snapshot["status"]["code"],
            "percent": self.snapshot["percent"],
            "language": language,
        }
        for name in TEXTS:
            self.fields[name] = text_field(label_of(name), LIMITS[name], language)
            self.initial[name] = self.snapshot["texts"][name][language]
        for slug, said in self.snapshot["values"].items():
            self._add_value(slug, said)

    def _add_value(self, slug, said):
        for part in parts_of(said):
            name, label = f"value-{slug}.{part}", PART_LABELS[part]
            if part == "no_value_reason":
                choices = [("", "–"), *ReportValue.NoValueReason.choices]
                field = forms.ChoiceField(label=label, choices=choices, required=False)
                self.initial[name] = said[part]
            else:
                field = number_field(label)
                self.initial[name] = decimal(said[part])
            self.fields[name] = field

    @property
    def texts(self):
        """The fields of the texts, in the language of the report."""
        return [self[name] for name in TEXTS]

    @property
    def values(self):
        """For each indicator its name and its fields."""
        return [
            (in_language(said["name"]), [self[f"value-{slug}.{part}"] for part in parts_of(said)])
            for slug, said in self.snapshot["values"].items()
        ]

    def clean(self):
        """Another reason than the known ones is said in words."""
        cleaned = super().clean()
        if cleaned.get("category") == Correction.Category.OTHER and not cleaned.get("reason"):
            self.add_error("reason", _("Say in words why the report is corrected."))

    @cached_property
    def changes(self):
        """What differs from what is public, by path."""
        said = {name: self.cleaned_data[name] for name in ("status", "percent")}
        said["texts"] = {name: self.cleaned_data[name] for name in TEXTS}
        said["values"] = {
            slug: dict.fromkeys(NUMBERS)
            | {part: self.cleaned_data[f"value-{slug}.{part}"] for part in parts_of(told)}
            for slug, told in self.snapshot["values"].items()
        }
        return changes_to(self.snapshot, said)

    def carry_out(self, actor):
        """Keep the proposal."""
        reasons = {name: self.cleaned_data[name] for name in ("category", "reason", "language")}
        version = self.cleaned_data["version"]
        propose(self.report, actor, self.changes, expected_version=version, **reasons)
        return _(
            "The correction has been proposed. It becomes public when an approver confirms it."
        )

    def tell(self, refusal):
        """Put a refusal where it belongs: what is wrong with a field, to the field."""
        if not isinstance(refusal, Incomplete):
            super().tell(refusal)
            return
        for problem in refusal.problems:
            self.add_error(self._field_of(problem), str(problem.message))

    def _field_of(self, problem):
        """A problem with an indicator is one with the first of its fields."""
        if problem.field in self.fields:
            return problem.field
        return next((name for name in self.fields if name.startswith(f"{problem.field}.")), None)


def parts_of(said):
    """What is asked of a value: a share follows from its part and whole."""
    numbers = NUMBERS[1:] if said["is_share"] else NUMBERS[:1]
    return [*numbers, "no_value_reason"]


class DecisionForm(MoveForm):
    """A proposal as it was read, to be decided on."""

    proposal = forms.ModelChoiceField(Correction.objects.none(), widget=forms.HiddenInput)

    def __init__(self, data=None, *, report):
        super().__init__(data, report=report)
        self.fields["proposal"].queryset = report.corrections.filter(decided_at=None)
        gone = _("The proposal has been decided on already.")
        self.fields["proposal"].error_messages["invalid_choice"] = gone


class ConfirmForm(DecisionForm):
    """The correction becomes public."""

    is_confirmed = forms.BooleanField(
        label=gettext_lazy("I confirm my own correction. The public page will say so."),
        required=False,
    )

    move = "correct"
    done = gettext_lazy("The correction has been confirmed. It is public now.")

    def given(self):
        """What the move takes."""
        said = self.cleaned_data
        return {"correction": said["proposal"], "is_confirmed": said["is_confirmed"]}


class RejectForm(DecisionForm):
    """The correction does not become public."""

    def carry_out(self, actor):
        """Turn it down."""
        reject(self.cleaned_data["proposal"], actor)
        return _("The proposal has been turned down. Nothing has changed.")


class TranslationForm(MoveForm):
    """The texts of an approved report in the other languages."""

    move = "translate"

    def __init__(self, data=None, *, report):
        super().__init__(data, report=report)
        self.snapshot = report.approved_revision.snapshot
        self.source = self.snapshot["language"]
        self.languages = [code for code in LANGUAGES if code != self.source]
        self.names = [name for name in TEXTS if self.snapshot["texts"][name][self.source]]
        for name in self.names:
            for language in self.languages:
                field = f"{name}.{language}"
                label = f"{label_of(name)} ({get_language_info(language)['name_translated']})"
                self.fields[field] = text_field(label, LIMITS[name], language)
                self.initial[field] = self.snapshot["texts"][name][language]

    @property
    def rows(self):
        """For each text its label, its source and the fields beside it."""
        for name in self.names:
            source = self.snapshot["texts"][name][self.source]
            fields = [self[f"{name}.{language}"] for language in self.languages]
            yield label_of(name), source, fields

    @property
    def texts(self):
        """What has been written anew, by language."""
        written = {language: {} for language in self.languages}
        for name in self.names:
            for language in self.languages:
                text = self.cleaned_data[f"{name}.{language}"]
                if text != self.snapshot["texts"][name][language]:
                    written[language][name] = text
        return {language: texts for language, texts in written.items() if texts}

    def given(self):
        """What the move takes."""
        return {"texts": self.texts}

    def carry_out(self, actor):
        """Make the move."""
        super().carry_out(actor)
        return _("The translation is public now.")


FORMS = {"propose": CorrectionForm, "confirm": ConfirmForm, "reject": RejectForm}
