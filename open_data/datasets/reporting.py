"""
How far the promises are, as it was approved. Examples are never among it.

A report is told as its public revision has it, which is frozen, and not as its row.
"""

from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from open_data.columns import Column, Kind
from open_data.dataset import Dataset
from open_data.datasets.common import ID, SLUG, action, name, programme, text
from programme.models import Programme, Strategy, StrategyAction
from programme.models.publication import Present
from reporting.models import ActionReport, ReportingRound

SNAPSHOT = "approved_revision__snapshot"
ON_REPORT = (ActionReport, ReportingRound, StrategyAction, Strategy, Programme)


def rounds():
    """The rounds that visitors may know of, without examples."""
    return ReportingRound.objects.public().filter(is_example=False)


def reports():
    """The approved reports that visitors see, without examples."""
    return ActionReport.objects.public().filter(round__is_example=False)


def note_of_ended(language):
    """The public note of a round, which is public once the round has closed."""
    ended = Q(closes_at__lte=Present()) | Q(archived_at__lte=Present())
    return Case(When(ended, then=f"public_note_{language}"), default=None)


ROUND = Column(
    "round",
    Kind.IDENTIFIER,
    _("The reporting round."),
    "2026-1",
    path="round__slug",
    refers="rounds",
)
ROUNDS = Dataset(
    "rounds",
    _("Reporting rounds"),
    _("The calls for progress, each over a period."),
    ReportingRound,
    rounds,
    (
        ID,
        SLUG,
        programme(),
        Column("sequence", Kind.INTEGER, _("Its place among the rounds of the programme."), "1"),
        name(_("Name of the round."), "Kevät 2026"),
        Column("starts_on", Kind.DAY, _("First day of the period."), "2026-01-01"),
        Column("ends_on", Kind.DAY, _("Last day of the period."), "2026-06-30"),
        Column("opens_at", Kind.INSTANT, _("From when one can report."), "2026-07-01T05:00:00Z"),
        Column("due_at", Kind.INSTANT, _("When reports are due."), "2026-08-15T12:00:00Z"),
        Column(
            "closes_at", Kind.INSTANT, _("Until when reports are taken."), "2026-08-31T12:00:00Z"
        ),
        Column(
            "archived_at", Kind.INSTANT, _("When it was put away, if so."), "2026-12-31T22:00:00Z"
        ),
        text(
            "public_note",
            _("What there is to say of the round, once it has closed."),
            "Kierroksella oli mukana 34 toimenpidettä.",
            made_by=note_of_ended,
        ),
    ),
    key="slug",
    hangs_on=(Programme,),
)
REPORTS = Dataset(
    "reports",
    _("Progress reports"),
    _("What is said of each action in each round, as approved."),
    ActionReport,
    reports,
    (
        ID,
        ROUND,
        action(),
        Column(
            "status",
            Kind.CHOICE,
            _("Status of the action."),
            "implementation",
            path=f"{SNAPSHOT}__status__code",
            choices=StrategyAction.Status,
            covers=("status", "approved_revision"),
        ),
        Column(
            "percent",
            Kind.INTEGER,
            _("How much of the action has been done, as its reporter estimates."),
            "40",
            unit="%",
            path=f"{SNAPSHOT}__percent",
            covers=("percent",),
        ),
        Column(
            "is_unchanged",
            Kind.YES_NO,
            _("Whether nothing has changed since the report before."),
            "false",
            path=f"{SNAPSHOT}__is_unchanged",
            covers=("is_unchanged",),
        ),
        *(
            text(
                column,
                meaning,
                example,
                path=f"{SNAPSHOT}__texts__{column}__{{language}}",
                covers=(column,),
            )
            for column, meaning, example in (
                ("summary", _("What has been done."), "Ensimmäinen vaihe on valmis."),
                ("next_steps", _("What comes next."), "Toinen vaihe alkaa."),
                ("obstacles", _("What stands in the way."), "Rahoituspäätös puuttuu."),
                ("no_change_reason", _("Why nothing has changed."), "Odotetaan päätöstä."),
            )
        ),
        Column(
            "language",
            Kind.IDENTIFIER,
            _("Language in which the report was written."),
            "fi",
            path=f"{SNAPSHOT}__language",
            covers=("language",),
        ),
        Column("submitted_at", Kind.INSTANT, _("When it was sent."), "2026-08-10T09:30:00Z"),
        Column("approved_at", Kind.INSTANT, _("When it was approved."), "2026-08-12T07:05:00Z"),
        Column(
            "is_self_approved",
            Kind.YES_NO,
            _("Whether it was approved by the person who wrote it."),
            "false",
            is_required=True,
        ),
        Column(
            "revision",
            Kind.INTEGER,
            _("Number of the revision that is told here."),
            "2",
            path="approved_revision__number",
        ),
        Column(
            "hash",
            Kind.IDENTIFIER,
            _("SHA-256 of the revision, as on the page of the report."),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            path="approved_revision__content_hash",
        ),
    ),
    hangs_on=ON_REPORT,
)
DATASETS = (ROUNDS, REPORTS)
