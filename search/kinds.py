"""What can be found: of which kinds, and what readers see of each thing."""

from html import unescape

from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from events.models import Event
from programme.dates import PartialDate
from programme.languages import Shown, shown
from programme.models import (
    ActionOrganisation,
    Benefit,
    City,
    Indicator,
    NewsItem,
    Objective,
    Participation,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)
from programme.prose import to_html
from programme.words import in_every_language
from reporting.models import ActionReport, State
from reporting.queries import REPORT, told_reports
from reporting.told import in_language, period_in_words, told_texts
from search.reading import Kind, here, told_along


class Programmes(Kind):
    """Programmes, with what is said of their phases."""

    name, model, heading = "programme", Programme, _("Programmes")
    title, names, texts = "name", ["short_name"], ["summary"]
    columns = ["slug", "starts_on", "ends_on"]
    parts = {"phases": ["name", "deliverables"]}


class Baskets(Kind):
    """Thematic baskets."""

    name, model, heading = "basket", ThematicBasket, _("Thematic baskets")
    title, names = "name", ["official_name"]
    is_kept = Q(removed_at=None)


class Cities(Kind):
    """Cities, by all their names and by their country."""

    name, model, heading = "city", City, _("Cities")
    title, names, is_name = "name", ["native_name"], True
    columns = ["slug", "country"]

    def with_texts(self, things):
        parts = told_along("participations", Participation.objects.public())
        return super().with_texts(things).prefetch_related(parts)

    def facts_of(self, thing):
        yield here(thing.country.name)

    def texts_of(self, thing):
        for part in thing.told_participations:
            yield here(part.consortium)


class Events(Kind):
    """Events, with their agenda, their materials and what was brought home from them."""

    name, model, heading = "event", Event, _("Events")
    parts = {"takeaways": ["title"], "agenda": ["title", "speaker_role"], "materials": ["title"]}
    columns = [
        *("slug", "kind", "mode", "address", "starts_on", "ends_on"),
        *in_every_language("place", "summary", "body", "note"),
    ]

    def facts_of(self, thing):
        yield here(thing.get_kind_display())
        yield here(thing.get_mode_display())
        yield shown(thing, "place")

    def texts_of(self, thing):
        body = shown(thing, "body")
        yield shown(thing, "summary")
        yield Shown(unescape(strip_tags(to_html(body.text))), body.language)
        yield from super().texts_of(thing)
        for takeaway in self.parts_of(thing, "takeaways"):
            if not (takeaway.action_id or takeaway.benefit_id):
                yield shown(takeaway, "closed_reason")
        yield shown(thing, "note")
        yield here(thing.address)


class Strategies(Kind):
    """Strategies."""

    name, model, heading = "strategy", Strategy, _("Strategies")
    title, texts, columns = "name", ["adopted_by"], ["slug", "adopted_on"]

    def time_of(self, thing):
        return thing.adopted_on, thing.adopted_on


class Objectives(Kind):
    """Themes and target states, where the page of their strategy shows them."""

    name, model, heading = "objective", Objective, _("Themes and target states")
    title, related, is_kept = "name", ["strategy"], Q(removed_at=None)
    columns = ["code", "parent", "strategy__slug"]

    def facts_of(self, thing):
        yield here(_("Theme") if thing.is_theme else _("Target state"))

    def address_of(self, thing):
        return f"{thing.strategy.get_absolute_url()}#{thing.code.replace(' ', '')}"


class Actions(Kind):
    """Actions, with their steps and who answers for them."""

    name, model, heading = "action", StrategyAction, _("Actions")
    texts, parts, fetched = ["aim", "why", "origin"], {"milestones": ["title"]}, ["goals"]
    columns = ["code", "status", "starts_on", "ends_on"]

    def with_texts(self, things):
        answering = told_along("responsibilities", ActionOrganisation.objects.public())
        return super().with_texts(things).prefetch_related(answering)

    def facts_of(self, thing):
        yield here(thing.get_status_display())
        for answering in thing.told_responsibilities:
            yield shown(answering.organisation, "name")

    def texts_of(self, thing):
        yield from super().texts_of(thing)
        for goal in thing.told_goals:
            yield here(goal.get_goal_display())


class Reports(Kind):
    """Approved reports, as they were frozen; examples only until there is a real round."""

    name, model, heading = "report", ActionReport, _("Reports")
    related, is_kept = ["round", "action", "approved_revision"], Q(state=State.APPROVED)

    def with_texts(self, things):
        round = ("round__slug", "round__is_example", "round__starts_on", "round__ends_on")
        return things.select_related(*self.related).only(*REPORT, *round)

    def public(self):
        return told_reports()

    def code_of(self, thing):
        return thing.approved_revision.snapshot["action"]["code"]

    def title_of(self, thing):
        return in_language(thing.approved_revision.snapshot["action"]["title"])

    def facts_of(self, thing):
        if thing.round.is_example:
            yield here(_("Example"))
        yield in_language(thing.approved_revision.snapshot["round"]["name"])
        yield here(in_language(thing.approved_revision.snapshot["status"]["words"]))

    def texts_of(self, thing):
        for _heading, text, _corrections in told_texts(thing.approved_revision.snapshot, {}):
            yield text

    def time_of(self, thing):
        return tuple(PartialDate(str(day)) for day in (thing.round.starts_on, thing.round.ends_on))

    def time_in_words(self, thing):
        return period_in_words(thing.round)


class Indicators(Kind):
    """Indicators, with the notes on their values."""

    name, model, heading = "indicator", Indicator, _("Indicators")
    title, parts = "name", {"values": ["note"]}
    columns = ["slug", *in_every_language("unit", "scope")]

    def facts_of(self, thing):
        yield shown(thing, "unit")
        yield shown(thing, "scope")


class Benefits(Kind):
    """Benefits."""

    name, model, heading = "benefit", Benefit, _("Benefits")
    texts = ["description", "evidence"]
    columns = ["slug", "kind", "standing", "starts_on", "ends_on"]

    def facts_of(self, thing):
        yield here(thing.get_kind_display())
        yield here(thing.get_standing_display())


class News(Kind):
    """News."""

    name, model, heading, texts = "news", NewsItem, _("News"), ["summary"]
    columns = ["slug", "published_on"]

    def time_of(self, thing):
        return thing.published_on, thing.published_on


# In the order in which equally good groups stand on the page.
KINDS = [
    Actions(),
    Events(),
    Cities(),
    Benefits(),
    Indicators(),
    News(),
    Reports(),
    Objectives(),
    Strategies(),
    Baskets(),
    Programmes(),
]
KIND = {kind.name: kind for kind in KINDS}
# Whose change is seen in things of another kind: in which, as {model: (kind, condition of a row)}.
SEEN_ELSEWHERE = {
    "programme.organisation": ("action", lambda row: {"organisations": row}),
    # Of a hidden programme the consortium is hidden as well.
    "programme.programme": (
        "city",
        lambda row: {"participations__programme": row, "participations__consortium__gt": ""},
    ),
}
