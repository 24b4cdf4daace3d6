"""What a sheet asks of the database."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value

from events.models import Event
from programme.models import Benefit, Milestone, StrategyAction
from programme.prepared import prepared
from programme.words import in_every_language
from reporting.models import ActionReport, Correction, State
from reporting.queries import counted_rounds

BENEFITS_SHOWN = 3
# What is told of a benefit and of the next event.
BENEFIT = ("slug", "standing", "starts_on", "ends_on", *in_every_language("title"))
EVENT = (
    *("slug", "mode", "starts_on", "starts_time", "ends_on", "ends_time", "time_zone"),
    *in_every_language("title", "place"),
)
NOT_HELD = [Event.Status.CANCELLED, Event.Status.POSTPONED]


@prepared
def rounds_before(programme, starts_on, is_example):
    """The rounds of a programme, or its examples, that had ended by a day; the latest first."""
    rounds = counted_rounds().filter(is_example=is_example)
    return rounds.filter(programme=programme, ends_on__lt=starts_on).order_by("-ends_on")[:1]


def missed_milestones(day):
    """The milestones that were due before a day (ISO 8601) and not reached by then."""
    not_by_then = Q(reached_on="") | Q(reached_on__earliest__gt=day)
    return Milestone.objects.filter(not_by_then, due_on__latest__lt=day)


@prepared
def actions_on(day):
    """All that visitors see, as (key, sort key, status, stated status, end, whether milestones are missed)."""
    missed = missed_milestones(day).filter(action=OuterRef("pk"))
    actions = StrategyAction.objects.public().order_by().annotate(misses=Exists(missed))
    columns = ("pk", "sort_key", "status", "stated_status", "ends_on", "misses")
    # None of them is in languages, which takes time to find out of each row.
    return actions.rewrite(False).values_list(*columns)


def real_reports():
    """The approved reports that are no examples."""
    return ActionReport.objects.public().filter(round__is_example=False)


def reports_until(programme, is_example, ends_on):
    """The approved reports of a programme, or its examples, of rounds that had ended by a day."""
    return ActionReport.objects.public().filter(
        round__programme=programme, round__is_example=is_example, round__ends_on__lte=ends_on
    )


@prepared
def statuses_until(round, programme, is_example, ends_on):
    """What the latest report on each action says up to a round, as (action, status)."""
    # The row says the same as its revision (`verify_reports`) and is far quicker to read.
    # An earlier one counts where the round itself has none.
    latest = ActionReport.objects.filter(round=round, state=State.APPROVED).values("action")
    told = reports_until(programme, is_example, ends_on)
    told = told.filter(Q(round=round) | ~Q(action__in=latest)).order_by("round__ends_on")
    return told.rewrite(False).values_list("action_id", "status")


@prepared
def codes_missing(round):
    """The codes of actions that were asked in a round and of which nothing is decided."""
    decided = [State.APPROVED, State.WAIVED]
    missing = ActionReport.objects.expected().filter(round=round).exclude(state__in=decided)
    return missing.order_by("action__sort_key").values_list("action__code", flat=True)


def events_taken_part_in():
    """The public events that were held, and in which the home city has a part."""
    return Event.objects.public().exclude(city_role="").exclude(status__in=NOT_HELD)


def begun(day, is_of_round):
    """
    The condition that a benefit had begun by a day (ISO 8601).

    One whose time is not known is among them today, but on the sheet of a round it is not: nothing
    says that it had begun by then.
    """
    has_begun = Q(starts_on__earliest__lte=day)
    return has_begun & ~Q(starts_on="") if is_of_round else has_begun


def _numbers(benefits, events, is_of_round):
    """Of each name how many, as (name, at the first instant, at the second)."""
    benefits = [begun(day, is_of_round) for day in benefits]
    events = [Q(over_at__lte=at) for at in events]
    of_benefits = Benefit.objects.public()
    return _counted("benefits", of_benefits.received(), benefits).union(
        _counted("all_benefits", of_benefits, benefits),
        _counted("events", events_taken_part_in(), events),
        all=True,
    )


def _counted(name, things, conditions):
    numbers = {f"at_{place}": Count("pk", filter=each) for place, each in enumerate(conditions)}
    named = things.order_by().annotate(name=Value(name)).values_list("name")
    return named.annotate(**numbers)


@prepared
def numbers_now(day, at, day_before, before):
    """The same of a sheet of today: how many by its day and instant, and by those of the round before."""
    return _numbers([day, day_before], [at, before], is_of_round=False)


@prepared
def numbers_of_round(day, at, day_before, before):
    """The same of the sheet of a round."""
    return _numbers([day, day_before], [at, before], is_of_round=True)


@prepared
def benefits_now(day):
    """The surest and then newest benefits."""
    return _benefits(begun(day, is_of_round=False))


@prepared
def benefits_of_round(day):
    """The same on the sheet of a round."""
    return _benefits(begun(day, is_of_round=True))


def _benefits(condition):
    benefits = Benefit.objects.public().filter(condition).only(*BENEFIT)
    return benefits.by_standing()[:BENEFITS_SHOWN]


@prepared
def next_events(at):
    """The first whole event that was not over at an instant, one whose time is known before others."""
    to_come = Q(over_at__gt=at) | Q(over_at=None)
    events = Event.objects.public().filter(to_come, part_of=None).exclude(status__in=NOT_HELD)
    return events.order_by("starts_on__latest", "starts_time", "slug").only(*EVENT)[:1]


@prepared
def approved_of_all():
    """When the last of the real reports was approved, and when one was last corrected."""
    return _approved(real_reports())


@prepared
def approved_until(programme, is_example, ends_on):
    """The same of the reports up to a round."""
    return _approved(reports_until(programme, is_example, ends_on))


def _approved(reports):
    corrections = Correction.objects.exclude(revision=None).filter(report__in=reports)
    corrected = corrections.order_by("-revision__made_at").values("revision__made_at")[:1]
    latest = reports.order_by("-approved_at").annotate(corrected=Subquery(corrected))
    return latest.values("corrected", last=F("approved_at"))[:1]
