"""What pages ask of the database about rounds, reports and corrections."""

from django.db.models import Exists, OuterRef, Q, Subquery

from programme.building import made_once
from programme.cutting import beginning
from programme.models import Benefit, StrategyAction
from programme.models.publication import hidden, number_of
from programme.prepared import prepared
from programme.words import in_every_language
from reporting.models import ActionReport, Correction, ReportingRound, ReportRevision, State

# Of a round and its programme, what pages tell.
ROUND = (
    *("slug", "starts_on", "ends_on", "is_example", "programme__slug", "programme__short_name"),
    *("opens_at", "due_at", "closes_at", "archived_at"),
    *in_every_language("name", "public_note", "programme__name"),
)
# Of a report that is missing, what pages and files tell.
MISSING = ("state", "waive_reason", "action__code", *in_every_language("action__title"))
BENEFIT = ("slug", "standing", "starts_on", "ends_on", *in_every_language("title"))
# What the row of a correction and that of a report are drawn from.
CORRECTION = (
    *("changes", "category", "reason", "language"),
    *("report__round__slug", "report__round__is_example", "report__action__code"),
    *("revision__number", "revision__made_at", "revision__snapshot"),
)
REPORT = ("round__slug", "action__code", "approved_revision__snapshot")


def unmixed(things, path="round__"):
    """Without examples, as soon as there is a real round that visitors may know of."""
    real = ReportingRound.objects.public().filter(is_example=False)
    return things.filter(Q(**{f"{path}is_example": False}) | ~Exists(real))


@made_once
def public_rounds():
    """The rounds that visitors may know of, with what pages tell of them."""
    return ReportingRound.objects.public().select_related("programme").only(*ROUND)


@made_once
def counted_rounds():
    """The same, with how many actions are `reported`, `missing`, `waived`."""
    decided = [State.APPROVED, State.WAIVED]
    return public_rounds().annotate(
        reported=_number_of(Q(state=State.APPROVED)),
        waived=_number_of(Q(state=State.WAIVED)),
        missing=_number_of(~Q(state__in=decided)),
    )


def _number_of(condition):
    """How many reports of a round are so, counted in the index: few actions are hidden, if any."""
    actions = StrategyAction.objects.order_by().values("pk")
    of_hidden = actions.filter(hidden("strategy__") | hidden("strategy__programme__"))
    shown = ActionReport.objects.filter(condition).exclude(action__in=actions.filter(hidden()))
    return number_of(shown.exclude(action__in=of_hidden), "round")


@prepared
def rounds():
    """Those that the list of rounds shows: examples only until there is a real one."""
    return unmixed(counted_rounds(), "")


@prepared
def real_rounds():
    """Those that are no examples."""
    return counted_rounds().filter(is_example=False)


@prepared
def latest_rounds():
    """The latest of them alone: only the reports of one round are counted."""
    latest = unmixed(ReportingRound.objects.public(), "").values("pk")[:1]
    return counted_rounds().filter(pk__in=latest)


@prepared
def round_at(slug):
    """The round at an address."""
    return counted_rounds().filter(slug=slug)


@made_once
def told_reports():
    """The approved reports of the rounds that the list of rounds shows."""
    return unmixed(ActionReport.objects.public())


def public_reports(round):
    """The approved reports of a round, in the order of their actions."""
    return ActionReport.objects.public().filter(round=round).order_by("action__sort_key")


@prepared
def standings_in(round):
    """The standing of each action in the approved reports of a round, as rows, in the order of their actions."""
    return _told_by(public_reports(round))


@prepared
def standings_before(round):
    """The same, in any order."""
    return _told_by(ActionReport.objects.public().filter(round=round).order_by())


def _told_by(reports):
    # None of the columns is in languages, which takes time to find out of each row.
    return reports.rewrite(False).values_list("action_id", "status", "percent", "approved_at")


def not_reported(round):
    """The reports asked in a round of which none is approved, in the order of their actions."""
    reports = ActionReport.objects.expected().filter(round=round).exclude(state=State.APPROVED)
    return reports.select_related("action").order_by("action__sort_key").only(*MISSING)


@beginning
def waived(round):
    """The reports of a round that were left out for a reason."""
    return not_reported(round).filter(state=State.WAIVED)


@beginning
def missing(round):
    """The reports that a round still waits for, or has waited for."""
    return not_reported(round).exclude(state=State.WAIVED)


@prepared
def benefits_between(programme, start, end):
    """What visitors may see of the benefits of a programme in a time, from day to day in ISO 8601."""
    goes_on = Q(ends_on="", starts_on__latest__gte=start)
    has_end = ~Q(ends_on="") & Q(ends_on__latest__gte=start)
    benefits = Benefit.objects.public().filter(programme=programme).exclude(starts_on="")
    return benefits.filter(goes_on | has_end, starts_on__earliest__lte=end).only(*BENEFIT)


@made_once
def public_corrections():
    """The confirmed corrections, the latest first, with all that a row shows."""
    return _with_all(unmixed(Correction.objects.public(), "report__round__"))


@prepared
def latest_corrections():
    """As many as the overview shows."""
    return public_corrections()[:5]


@prepared
def corrections_in(round):
    """The confirmed corrections of the reports of a round, the latest first."""
    return _with_all(Correction.objects.public().filter(report__round=round))


def _with_all(corrections):
    related = ("report__round", "report__action", "revision")
    return corrections.select_related(*related).only(*CORRECTION)


def with_corrected_at(reports):
    """Add when a report was last corrected, None where it was not."""
    corrections = ReportRevision.objects.filter(
        report=OuterRef("pk"), kind=ReportRevision.Kind.CORRECTION
    )
    latest = corrections.order_by("-number").values("made_at")[:1]
    return reports.annotate(corrected_at=Subquery(latest))


def in_rows(reports):
    """Approved reports with what the rows of a list show of them."""
    related = ("round", "action", "approved_revision")
    return with_corrected_at(reports).select_related(*related).only(*REPORT)
