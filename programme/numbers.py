"""Numbers as people write them: 1 234,5 in Finnish and Swedish, 1,234.5 in English."""

from decimal import Decimal

from django import forms
from django.utils.formats import number_format

# As fine as the columns of values are.
FINEST = Decimal("0.0001")


def plain(number):
    """A decimal without needless zeros and without an exponent: "3000", "2.15"."""
    return format(Decimal(number).normalize(), "f")


def share_of(part, whole):
    """A percentage from its part and whole; None where it cannot be told."""
    return (100 * part / whole).quantize(FINEST) if part is not None and whole else None


def in_words(number):
    """A number as the reader's language writes it."""
    return number_format(plain(number), use_l10n=True, force_grouping=True)


class NumberField(forms.DecimalField):
    """Reads a decimal with a comma or a point, its thousands apart or not."""

    widget = forms.TextInput

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(value.split()).replace("\N{MINUS SIGN}", "-").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value):
        return plain(value) if isinstance(value, Decimal) else value
