"""What the form asks of one indicator: a number, or part and whole, or why there is none."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from programme.numbers import NumberField, share_of
from reporting.models import ReportValue
from reporting.snapshots import NUMBERS

NO_NUMBER = gettext_lazy(
    "This is not a number. Write it as 1 234,5 or 1234.5, or choose why there is none."
)
NO_DAY = gettext_lazy("This is not a day. Write it as 30.6.2026 or 2026-06-30.")
DAYS = ["%Y-%m-%d", "%d.%m.%Y"]


def number_field(label):
    """A decimal as people write it, with a comma or a point."""
    return NumberField(
        label=label,
        required=False,
        max_digits=18,
        decimal_places=4,
        error_messages={"invalid": NO_NUMBER},
    )


class DayInput(forms.DateInput):
    """Writes a day as people here do."""

    def format_value(self, value):
        return f"{value.day}.{value.month}.{value.year}" if hasattr(value, "day") else value


class ValueFields:
    """
    The fields of one indicator within the form of a report.

    `name` is what `checks` calls the value. A dot parts it from what is asked, since no
    address of an indicator has one. `row` is what the report says, `told` the last report.
    """

    def __init__(self, indicator, row, told):
        self.indicator, self.row, self.told = indicator, row, told or {}
        self.name = f"value-{indicator.slug}"
        self.numbers = self._numbers()
        self.first = next(iter(self.numbers))
        self.fields = self.numbers | {
            f"{self.name}.reason": forms.ChoiceField(
                label=gettext_lazy("Or why there is no number"),
                choices=[("", "–"), *ReportValue.NoValueReason.choices],
                required=False,
            ),
            f"{self.name}.source": forms.CharField(
                label=gettext_lazy("Source"), max_length=300, required=False
            ),
            f"{self.name}.measured_on": forms.DateField(
                label=gettext_lazy("Date measured"),
                required=False,
                input_formats=DAYS,
                widget=DayInput,
                error_messages={"invalid": NO_DAY},
            ),
        }

    @property
    def initial(self):
        """What the report says now, by field."""
        columns = self._columns() | {
            f"{self.name}.reason": "no_value_reason",
            f"{self.name}.source": "source",
            f"{self.name}.measured_on": "measured_on",
        }
        return {field: getattr(self.row, column, None) for field, column in columns.items()}

    def is_whole(self, cleaned):
        """Whether each of its fields could be read."""
        return self.fields.keys() <= cleaned.keys()

    def said(self, cleaned):
        """What is to be kept of it: the columns of the row, or None for no row."""
        numbers = self._said_numbers(cleaned)
        reason = cleaned[f"{self.name}.reason"]
        beside = {name: cleaned[f"{self.name}.{name}"] for name in ("source", "measured_on")}
        if numbers["value"] is not None and reason:
            raise ValidationError(_("Give either a number or a reason, not both."))
        if numbers["value"] is None and not reason:
            if any(beside.values()):
                raise ValidationError(_("Give a number, or choose why there is none."))
            return None
        return numbers | {"no_value_reason": reason} | beside

    def differs(self, said):
        """Whether a number or a reason is another than the last report told."""
        said = said or {}
        told = {name: self.told.get(name) for name in NUMBERS}
        known = {name: None if text is None else Decimal(text) for name, text in told.items()}
        reasons = (said.get("no_value_reason", ""), self.told.get("no_value_reason", ""))
        return {name: said.get(name) for name in NUMBERS} != known or reasons[0] != reasons[1]

    def _numbers(self):
        if not self.indicator.is_share:
            return {self.name: number_field(pgettext_lazy("of an indicator", "Value"))}
        return {
            f"{self.name}.part": number_field(pgettext_lazy("of a whole", "Part")),
            f"{self.name}.whole": number_field(pgettext_lazy("of a part", "Whole")),
        }

    def _columns(self):
        columns = ("numerator", "denominator") if self.indicator.is_share else ("value",)
        return dict(zip(self.numbers, columns, strict=True))

    def _said_numbers(self, cleaned):
        said = {column: cleaned[field] for field, column in self._columns().items()}
        if not self.indicator.is_share:
            return said | {"numerator": None, "denominator": None}
        part, whole = said["numerator"], said["denominator"]
        if (part is None) != (whole is None):
            raise ValidationError(_("Give both the part and the whole; the share follows."))
        if part is None:
            return said | {"value": None}
        if whole <= 0 or not 0 <= part <= whole:
            raise ValidationError(
                _("The whole is above zero, and the part is from zero to the whole.")
            )
        return said | {"value": share_of(part, whole)}
