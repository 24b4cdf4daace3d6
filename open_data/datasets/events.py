"""What happens in the programmes, and what was brought home from it."""

from django.utils.translation import gettext_lazy as _

from events.forms import EventFilterForm
from events.models import AgendaItem, Event, EventBasket, Material, Takeaway
from open_data.columns import Column, Kind, Several
from open_data.dataset import Dataset
from open_data.datasets.common import ENDS, ID, SLUG, SOURCE, STARTS, UPDATED, programme, text
from programme.models import Benefit, Programme, Strategy, StrategyAction, ThematicBasket
from programme.models.publication import published

EVENT = Column(
    "event",
    Kind.IDENTIFIER,
    _("The event that it belongs to."),
    "city-lab-3",
    path="event__slug",
    refers="events",
)
ON_EVENT = (Event, Programme)


def of_public_events():
    """The condition that the event of a row is public."""
    return published("event__") & published("event__programme__")


def baskets_of_events():
    """Which event is about which basket, as far as visitors may know of it."""
    return EventBasket.objects.filter(basket__in=ThematicBasket.objects.public())


EVENTS = Dataset(
    "events",
    _("Events"),
    _("Joint events, meetings and milestones of the programmes."),
    Event,
    lambda: Event.objects.public(),
    (
        ID,
        SLUG,
        programme(),
        Column(
            "part_of",
            Kind.IDENTIFIER,
            _("The larger event that it belongs to."),
            "joint-event-2",
            path="part_of__slug",
            refers="events",
            public=Event.objects.public,
        ),
        Column(
            "baskets",
            Kind.LIST,
            _("Thematic baskets that it is about."),
            "green-economy",
            refers="baskets",
            several=Several(baskets_of_events, "event", "basket__slug"),
            covers=("baskets",),
        ),
        Column(
            "benefits",
            Kind.LIST,
            _("Benefits that came from it."),
            "expert-help",
            refers="benefits",
            several=Several(Benefit.objects.public, "events", "slug"),
            covers=("benefits",),
        ),
        Column(
            "kind",
            Kind.CHOICE,
            _("What kind of event it is."),
            "city_lab",
            choices=Event.Kind,
            is_required=True,
        ),
        Column(
            "joint_event_number",
            Kind.INTEGER,
            _("Its number among the joint events of the programme. Empty for other events."),
            "3",
        ),
        text("title", _("Name of the event."), "Kolmas City Lab"),
        text("summary", _("What it is about, in short."), "Kaupungit esittelevät ratkaisujaan."),
        text("body", _("The whole text, in Markdown."), "## Ohjelma"),
        STARTS,
        Column("starts_time", Kind.TIME, _("Time of the start, in its time zone."), "09:00"),
        ENDS,
        Column("ends_time", Kind.TIME, _("Time of the end, in its time zone."), "16:30"),
        Column(
            "time_zone",
            Kind.IDENTIFIER,
            _("Time zone of its times, by its name in the tz database."),
            "Europe/Helsinki",
        ),
        Column(
            "status",
            Kind.CHOICE,
            _("Whether it takes place as planned."),
            "scheduled",
            choices=Event.Status,
            is_required=True,
        ),
        Column(
            "mode",
            Kind.CHOICE,
            _("Whether it takes place online, on site or both. Empty when not known."),
            "onsite",
            choices=Event.Mode,
        ),
        text("place", _("Place, such as a city or a house."), "Pori"),
        Column("address", Kind.TEXT, _("Street address."), "Hallituskatu 12, Pori"),
        Column(
            "registration_url", Kind.LINK, _("Where one registers."), "https://example.org/register"
        ),
        Column(
            "registration_opens_at",
            Kind.INSTANT,
            _("When registration opens."),
            "2026-11-23T08:00:00Z",
        ),
        Column(
            "registration_closes_at",
            Kind.INSTANT,
            _("When registration closes."),
            "2026-12-01T21:59:00Z",
        ),
        Column(
            "city_role",
            Kind.CHOICE,
            _("What the home city did at the event. Empty when not known."),
            "speaker",
            choices=Event.CityRole,
        ),
        Column(
            "people_count",
            Kind.INTEGER,
            _("How many people from the home city took part."),
            "4",
            unit=_("people"),
        ),
        Column("website", Kind.LINK, _("Website of its own."), "https://example.org/event"),
        text(
            "note", _("What there is to know of the source."), "Päivä on järjestäjän tiedotteesta."
        ),
        SOURCE,
        UPDATED,
    ),
    key="slug",
    form=EventFilterForm,
    hangs_on=(Programme, ThematicBasket, Benefit),
)
AGENDA = Dataset(
    "agenda-items",
    _("Agenda items"),
    _("The points of the agendas of events; people are named by their role."),
    AgendaItem,
    lambda: AgendaItem.objects.filter(of_public_events()),
    (
        ID,
        EVENT,
        Column("starts_on", Kind.DAY, _("Day, at an event of several days."), "2026-11-23"),
        Column("starts_time", Kind.TIME, _("Time of the start, in its time zone."), "09:00"),
        text("title", _("What it is about."), "Avaus"),
        text("speaker_role", _("Role of the speaker."), "kaupunginjohtaja"),
        Column(
            "action",
            Kind.IDENTIFIER,
            _("The action that was discussed."),
            "3.I.70",
            path="action__code",
            refers="actions",
            public=StrategyAction.objects.public,
        ),
    ),
    hangs_on=(*ON_EVENT, StrategyAction, Strategy),
)
MATERIALS = Dataset(
    "materials",
    _("Materials"),
    _("What there is to read or watch from events."),
    Material,
    lambda: Material.objects.public(),
    (
        ID,
        EVENT,
        text("title", _("Name of the material."), "Esitys"),
        Column(
            "url",
            Kind.LINK,
            _("Where it is. Empty for a file that is kept on the page of the event."),
            "https://example.org/slides.pdf",
        ),
        Column(
            "language",
            Kind.CHOICE,
            _("Language of the material. Empty when not known."),
            "en",
            choices=Material.Language,
        ),
        Column(
            "is_accessible",
            Kind.YES_NO,
            _("Whether it is an accessible copy. Empty until it is checked."),
            "true",
        ),
    ),
    hangs_on=ON_EVENT,
)
TAKEAWAYS = Dataset(
    "takeaways",
    _("Takeaways"),
    _("What the city brought home from events, and what became of it."),
    Takeaway,
    lambda: Takeaway.objects.filter(of_public_events()),
    (
        ID,
        EVENT,
        text("title", _("What was brought home."), "Malli yhteishankintaan"),
        Column(
            "action",
            Kind.IDENTIFIER,
            _("The action that it became."),
            "3.I.70",
            path="action__code",
            refers="actions",
            public=StrategyAction.objects.public,
        ),
        Column(
            "benefit",
            Kind.IDENTIFIER,
            _("The benefit that it became."),
            "expert-help",
            path="benefit__slug",
            refers="benefits",
            public=Benefit.objects.public,
        ),
        text(
            "closed_reason",
            _("Why nothing came of it, if so."),
            "Kaupunki käyttää jo toista mallia.",
        ),
    ),
    hangs_on=(*ON_EVENT, StrategyAction, Strategy, Benefit),
)
DATASETS = (EVENTS, AGENDA, MATERIALS, TAKEAWAYS)
