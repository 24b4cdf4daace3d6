"""What approved reports have measured, and what was corrected in them. Examples are never among it."""

from django.utils.translation import gettext_lazy as _

from open_data.columns import Column, Kind
from open_data.dataset import Dataset
from open_data.datasets.common import ID, action, indicator
from open_data.datasets.reporting import ON_REPORT, reports
from programme.models import Indicator
from programme.models.publication import published
from reporting.models import Correction, ReportValue
from reporting.told import hidden_indicators


def values():
    """What those reports say of indicators that are public."""
    return ReportValue.objects.filter(published("indicator__"), report__in=reports())


def corrections():
    """The confirmed corrections of reports, without examples."""
    return Correction.objects.public().filter(report__round__is_example=False)


def without_hidden():
    """Reads the changes of a correction without the values of indicators that are not public."""
    hidden = tuple(f"values/{slug}/" for slug in hidden_indicators())
    return lambda changes: {
        path: pair for path, pair in sorted(changes.items()) if not path.startswith(hidden)
    }


OF_REPORT = Column(
    "report",
    Kind.INTEGER,
    _("Number of the report that it belongs to."),
    "7",
    path="report__id",
    refers="reports",
    is_required=True,
)
REPORTED_VALUES = Dataset(
    "reported-values",
    _("Reported values"),
    _("The measured values of approved reports, each a number or the reason why there is none."),
    ReportValue,
    values,
    (
        ID,
        OF_REPORT,
        indicator(),
        Column(
            "value",
            Kind.NUMBER,
            _("The value, in the unit of the indicator."),
            "9.7",
            unit=_("unit of the indicator"),
        ),
        Column("numerator", Kind.NUMBER, _("Of a share, the part."), "97"),
        Column("denominator", Kind.NUMBER, _("Of a share, the whole."), "1000"),
        Column(
            "no_value_reason",
            Kind.CHOICE,
            _("Why there is no value. Empty where there is one."),
            "not_yet",
            choices=ReportValue.NoValueReason,
        ),
        Column("source", Kind.TEXT, _("Where the value was read."), "Tilastokeskus"),
        Column("measured_on", Kind.DAY, _("When it was measured."), "2026-06-30"),
    ),
    hangs_on=(*ON_REPORT, Indicator),
)
CORRECTIONS = Dataset(
    "corrections",
    _("Corrections"),
    _("Changes of approved reports, with their reasons; both values stay readable."),
    Correction,
    corrections,
    (
        ID,
        OF_REPORT,
        Column(
            "round",
            Kind.IDENTIFIER,
            _("The reporting round."),
            "2026-1",
            path="report__round__slug",
            refers="rounds",
        ),
        action(path="report__action__code"),
        Column(
            "revision",
            Kind.INTEGER,
            _("Number of the revision that it made."),
            "2",
            path="revision__number",
        ),
        Column(
            "hash",
            Kind.IDENTIFIER,
            _("SHA-256 of the revision, as on the page of the report."),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            path="revision__content_hash",
        ),
        Column(
            "made_at",
            Kind.INSTANT,
            _("When it was confirmed."),
            "2026-09-01T10:00:00Z",
            path="revision__made_at",
        ),
        Column(
            "category",
            Kind.CHOICE,
            _("What kind of reason it has."),
            "typing_error",
            choices=Correction.Category,
            is_required=True,
        ),
        Column("reason", Kind.TEXT, _("The reason in words."), "Luku oli edelliseltä vuodelta."),
        Column("language", Kind.IDENTIFIER, _("Language of the reason."), "fi"),
        Column(
            "changes",
            Kind.CHANGES,
            _("What was changed: for each field the old and the new value."),
            '{"percent": [40, 45]}',
            reads=without_hidden,
        ),
    ),
    hangs_on=(*ON_REPORT, Indicator),
)
DATASETS = (REPORTED_VALUES, CORRECTIONS)
