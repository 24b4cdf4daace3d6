"""What a revision tells, read from its frozen content and from nothing that may change since."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import resolution_order

from programme import dates, numbers
from programme.dates import PartialDate
from programme.languages import Shown
from programme.models import Indicator
from programme.models.publication import published

# The texts of a report, in the order of its page.
TEXTS = {
    "summary": _("What has been done"),
    "no_change_reason": _("Why nothing has changed"),
    "next_steps": _("What comes next"),
    "obstacles": _("What stands in the way"),
}


def in_language(texts):
    """What a reader of the active language sees of {"fi": …, "sv": …, "en": …}."""
    for language in resolution_order(get_language()):
        if texts.get(language):
            return Shown(texts[language], language)
    return Shown("", get_language())


def day_in_words(text):
    """A day as a snapshot writes it, in the reader's words."""
    return dates.in_words(PartialDate(text))


def instant(text):
    """An instant as a snapshot writes it, in local time; None where there is none."""
    return timezone.localtime(datetime.fromisoformat(text)) if text else None


def on_day(at):
    """The day of an instant, in the reader's words."""
    return date_format(timezone.localtime(at), "DATE_FORMAT")


def period_in_words(round):
    """The time that a round is about: a row, or the round in a snapshot."""
    if not isinstance(round, dict):
        round = {"starts_on": round.starts_on, "ends_on": round.ends_on}
    return dates.span_in_words(*(PartialDate(str(round[end])) for end in ("starts_on", "ends_on")))


def percent_in_words(number):
    """A percentage with the space that keeps number and sign together."""
    return f"{numbers.in_words(number)}\N{NO-BREAK SPACE}%"


def hidden_indicators():
    """The addresses of indicators that staff have not published."""
    return set(Indicator.objects.exclude(published()).values_list("slug", flat=True))


@dataclass(frozen=True)
class ToldValue:
    """What a report tells of one indicator."""

    slug: str
    said: dict
    corrections: list = field(default_factory=list)

    @property
    def name(self):
        """The indicator, as it was called then."""
        return in_language(self.said["name"])

    @property
    def unit(self):
        """What is counted."""
        return in_language(self.said["unit"])

    @property
    def number(self):
        """The value, None where there is none."""
        return decimal(self.said["value"])

    @property
    def part(self):
        """Of a share, the part."""
        return decimal(self.said["numerator"])

    @property
    def whole(self):
        """Of a share, the whole."""
        return decimal(self.said["denominator"])

    @property
    def reason(self):
        """Why there is no value."""
        return in_language(self.said["reason_words"])

    @property
    def source(self):
        """Where the value was read."""
        return self.said["source"]

    @property
    def measured_on(self):
        """When it was measured."""
        return PartialDate(self.said["measured_on"] or "")


def decimal(text):
    """A number of a snapshot, None where there is none."""
    return None if text is None else Decimal(text)


def told_values(snapshot, corrected):
    """The values that visitors may see; `corrected` is that of `history.corrected_fields`."""
    return [
        ToldValue(slug, said, corrected.get(f"values/{slug}", []))
        for slug, said in sorted(public_values(snapshot).items())
    ]


def told_texts(snapshot, corrected):
    """The texts that are not empty, as (heading, text, revisions that corrected it)."""
    texts = {name: in_language(snapshot["texts"][name]) for name in TEXTS}
    return [
        (TEXTS[name], told, corrected.get(f"texts/{name}", []))
        for name, told in texts.items()
        if told.text
    ]


def public_values(snapshot):
    """The values of a snapshot without those of indicators that are not published."""
    values = snapshot["values"]
    hidden = hidden_indicators() if values else ()
    return {slug: said for slug, said in values.items() if slug not in hidden}
