"""Benefits, news and events."""

from django.utils.text import slugify

from events.models import Event
from icc_site.loading import Record
from icc_site.rows import Cell
from icc_site.starting_data.cells import programme_of, published_with_source
from programme.models import Benefit, NewsItem, Programme, ThematicBasket


def benefits(row):
    """A benefit, and the event that its source or its text names."""
    start, end = row.span("happened")
    slug = slugify(f"{row.words('programme')} {row.words('title_en')}")[:120]
    yield Record(
        Benefit,
        {"slug": slug},
        {
            "programme": programme_of(row),
            "basket": row.one(ThematicBasket, "basket", slug=row.words("basket")),
            "kind": row.choice("kind", Benefit.Kind),
            "standing": row.choice("standing", Benefit.Standing),
            **row.texts("title"),
            **row.texts("description"),
            "starts_on": start,
            "ends_on": end,
            **published_with_source(row),
        },
    )
    if event := row.one(Event, "event", slug=row.words("event")).value:
        benefit = row.one(Benefit, "title_en", slug=slug).value
        yield Record(Event.benefits.through, {"event": event, "benefit": benefit})


def news(row):
    """An item; one that only touches the programmes is “related”."""
    published_on, title = row.date("published"), row.words("title_en")
    programme = Cell("programme", None)
    if row.words("programme") != "related":
        programme = row.one(Programme, "programme", slug=row.words("programme").lower())
    yield Record(
        NewsItem,
        {"slug": slugify(f"{published_on.value} {title}")[:120]},
        {
            "programme": programme,
            "published_on": published_on,
            **row.texts("title"),
            **row.texts("summary"),
            **published_with_source(row),
        },
    )


def events(row):
    yield Record(
        Event,
        {"slug": row.words("slug")},
        {
            "programme": programme_of(row),
            "kind": row.choice("kind", Event.Kind),
            "joint_event_number": row.integer("joint_event_number"),
            **row.texts("title"),
            "starts_on": row.date("starts"),
            "ends_on": row.date("ends"),
            "mode": row.choice("mode", Event.Mode),
            **row.texts("place", english="place"),
            "city_role": row.choice("pori_role", Event.CityRole),
            "website": row.text("website"),
            **row.texts("note", english="note"),
            **published_with_source(row),
        },
    )
