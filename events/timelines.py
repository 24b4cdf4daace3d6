"""Programmes, phases, events and milestones on one scale of time, and what is said of it."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import times
from events.models import Event
from programme.charts.sentences import listed
from programme.charts.timelines import Thing, timeline
from programme.dates import PartialDate, in_words, span_in_words
from programme.models import Milestone, StrategyAction
from programme.numbers import in_words as number_in_words

# A table of more rows than this is folded away.
SHORT = 12
# More lie upon each other in the chart.
MOST_EVENTS = 100
LANE, LANE_WITH_NUMBERS, AROUND = 14, 22, 8
STEP = "step"


@dataclass(frozen=True)
class Entry:
    """A row of the table: a thing, what it is, where its page is, when it is, as far as known."""

    thing: Thing
    field: str
    kind: str
    url: str
    time: str
    why_not_drawn: str = ""

    @property
    def subject(self):
        """The programme, phase, event or milestone itself."""
        return self.thing.subject

    @property
    def is_off(self):
        """Whether its time is known and yet does not hold."""
        return bool(self.why_not_drawn and self.thing.span)


@dataclass(frozen=True)
class Track:
    """A row of the chart: of one programme, of one phase, or of all that is of one kind."""

    row: object
    entry: Entry

    @property
    def is_named(self):
        """Whether it has the name of the one thing in it, not that of a kind."""
        return isinstance(self.row.kind, tuple)

    @property
    def lane(self):
        """How high a lane of it is, in pixels."""
        return LANE_WITH_NUMBERS if self.row.kind == "joint" else LANE

    @property
    def height(self):
        """How high the row is, in pixels."""
        return self.row.lanes * self.lane + AROUND

    @property
    def placed(self):
        """Its things, each with the middle of its lane in pixels."""
        for placed in self.row.things:
            yield placed, AROUND // 2 + placed.lane * self.lane + self.lane // 2


@dataclass(frozen=True)
class Story:
    """The times of programmes as a chart, as a table and in one sentence."""

    entries: list
    drawn: object

    @property
    def is_short(self):
        """Whether the table can stand open."""
        return len(self.entries) <= SHORT

    @property
    def tracks(self):
        """The rows of the chart, from the top."""
        by_thing = {entry.thing: entry for entry in self.entries}
        return [Track(row, by_thing[row.things[0].thing]) for row in self.drawn.rows]

    @property
    def not_drawn(self):
        """What has no place in the chart; why is said of each."""
        return [entry for entry in self.entries if entry.why_not_drawn]

    @property
    def sentence(self):
        """What the chart shows."""
        if not self.drawn.rows:
            return _("No times are known, so there is nothing to draw yet.")
        unknown = len(self.not_drawn)
        words = {
            "first": in_words(self.drawn.first),
            "last": in_words(self.drawn.last),
            "things": listed(_counted(self.drawn.drawn)),
            "number": number_in_words(unknown),
        }
        if not unknown:
            return _("From %(first)s to %(last)s: %(things)s.") % words
        sentence = ngettext(
            "From %(first)s to %(last)s: %(things)s; %(number)s more is not drawn.",
            "From %(first)s to %(last)s: %(things)s; %(number)s more are not drawn.",
            unknown,
        )
        return sentence % words


def story_of(programmes):
    """The story of programmes that visitors may know of."""
    prefetch_related_objects(programmes, "phases")
    entries = [entry for programme in programmes for entry in _spans(programme)]
    entries += [*_events(programmes), *_steps(programmes)]
    drawn = timeline([entry.thing for entry in entries if not entry.why_not_drawn])
    return Story(sorted(entries, key=lambda entry: entry.thing.starts_on or "~"), drawn)


def today_in_words(axis):
    """Today in the chart: (where, what is said, how it is set), at its end if it lies outside."""
    today = timezone.localdate()
    words = {"day": date_format(today, "DATE_FORMAT")}
    if today.toordinal() < axis.span.first:
        return None, _("← today is %(day)s") % words, "start"
    if today.toordinal() >= axis.span.end:
        return None, _("today is %(day)s →") % words, "end"
    at = axis.position(today.toordinal() + 0.5)
    anchor = "start" if at < 25 else "end" if at > 75 else "middle"
    return at, _("today %(day)s") % words, anchor


def _entry(thing, field, kind, url, time, why=""):
    if not why and not thing.span:
        why = in_words(PartialDate())
    return Entry(thing, field, kind, url, time, why)


def _spans(programme):
    """A programme and its phases."""
    url = programme.get_absolute_url()
    yield _span(programme, "programme", _("Programme"), url)
    for phase in programme.phases.all():
        yield _span(phase, "phase", _("Phase"), f"{url}#phases")


def _span(each, sort, kind, url):
    thing = Thing(each, (sort, each.pk), each.starts_on, each.ends_on, goes_on=True)
    return _entry(thing, "name", kind, url, span_in_words(each.starts_on, each.ends_on))


def _events(programmes):
    """Joint events first, then each kind, milestones last."""
    events = Event.objects.public().filter(programme__in=programmes).order_by("starts_on", "slug")
    order = [str(kind) for kind in Event.Kind]
    first = list(events[:MOST_EVENTS])
    if len(programmes) == 1:
        # Its page lists them, too.
        programmes[0].first_events = first
    found = sorted(
        first,
        key=lambda event: (event.joint_event_number is None, order.index(event.kind)),
    )
    for each in found:
        number = each.joint_event_number
        kind = "joint" if number else each.kind
        thing = Thing(each, kind, each.starts_on, each.ends_on, number)
        words = _("Joint event %(number)s") % {"number": number} if number else ""
        words = words or capfirst(each.get_kind_display())
        why = each.get_status_display() if each.status in OFF else ""
        yield _entry(thing, "title", words, each.get_absolute_url(), times.in_words(each), why)


# Its old time would be drawn as if it held.
OFF = [Event.Status.POSTPONED, Event.Status.CANCELLED]


def _steps(programmes):
    """The milestones of actions: when they were reached, else when they are due."""
    actions = StrategyAction.objects.public().filter(strategy__programme__in=programmes)
    steps = Milestone.objects.filter(action__in=actions).select_related("action")
    for each in steps.order_by("due_on", "pk"):
        thing = Thing(each, STEP, each.reached_on or each.due_on, PartialDate())
        kind = STEP_IS_REACHED[each.is_reached]
        time = in_words(thing.starts_on)
        yield _entry(thing, "title", kind, each.action.get_absolute_url(), time)


STEP_IS_REACHED = {
    True: gettext_lazy("Milestone of an action, reached"),
    False: gettext_lazy("Milestone of an action, due"),
}


def _counted(things):
    """How many there are of what: “6 phases”, “5 joint events”."""
    sorts = [_sort(thing) for thing in things]
    for sort in dict.fromkeys(sorts):
        number = sorts.count(sort)
        yield _number_of(sort, number) % {"number": number_in_words(number)}


def _sort(thing):
    kind = thing.kind[0] if isinstance(thing.kind, tuple) else thing.kind
    return kind if kind in ("programme", "phase", "joint", "milestone", STEP) else "event"


def _number_of(sort, number):
    return {
        "programme": ngettext("%(number)s programme", "%(number)s programmes", number),
        "phase": ngettext("%(number)s phase", "%(number)s phases", number),
        "joint": ngettext("%(number)s joint event", "%(number)s joint events", number),
        "event": ngettext("%(number)s other event", "%(number)s other events", number),
        "milestone": ngettext("%(number)s milestone", "%(number)s milestones", number),
        STEP: ngettext(
            "%(number)s milestone of an action", "%(number)s milestones of actions", number
        ),
    }[sort]
