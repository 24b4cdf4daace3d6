"""The pages that are always there: found by their heading and by what they say of themselves."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programme.languages import Shown
from search.marking import Hit, excerpt, with_marks
from search.models import Closeness
from search.words import spellings, words

# The address of each with its heading and with what it says.
PAGES = [
    (
        "about",
        _("About this site"),
        _(
            "The Intelligent Cities Challenge (ICC) is a network of European cities set up by the "
            "European Commission. Its cities work in five thematic baskets and met in five joint "
            "events over two and a half years. It pays the cities nothing: what a city gets is "
            "tools, contacts, consultancy and discussion."
        ),
    ),
    (
        "programme:programme_list",
        _("Programmes"),
        _("The Intelligent Cities Challenge, the programme before it and its second edition."),
    ),
    (
        "programme:city_list",
        _("Cities of the network"),
        _("The cities of the network on a map and in a table, with their part in each programme."),
    ),
    (
        "events:event_list",
        _("Events"),
        _(
            "Joint events, chapter meetings, summits and milestones of the network, "
            "upcoming and past."
        ),
    ),
    (
        "programme:action_list",
        _("Actions"),
        _("What the city has promised to do, by theme, status and responsible organisation."),
    ),
    (
        "reporting:progress",
        _("Progress"),
        _(
            "How far the actions of the city are: what has been reported, what has moved, "
            "what has been corrected."
        ),
    ),
    (
        "council:summary",
        _("Summary for the council"),
        _("Where the city stands in the programme, on one sheet: figures, benefits, what is late."),
    ),
    (
        "programme:indicator_list",
        _("Indicators"),
        _(
            "What is counted around the actions: where it began, where it is, "
            "and where it should be."
        ),
    ),
    (
        "programme:benefit_list",
        _("Benefits"),
        _("What taking part has brought: received, stated by the city, and expected, never mixed."),
    ),
    (
        "programme:news_list",
        _("News"),
        _("What has been reported of the programmes and of the work near them."),
    ),
    (
        "programme:basket_list",
        _("Thematic baskets"),
        _("The themes under which the cities of the network work in groups."),
    ),
    (
        "programme:strategy_list",
        _("Strategies"),
        _("Plans that the city has adopted within the programmes."),
    ),
    (
        "reporting:correction_list",
        _("Corrections"),
        _("What was approved and turned out wrong: the old and the new value, with the reason."),
    ),
]


class Pages:
    """Shown like a kind of things, though they stand in no table."""

    name, heading = "page", _("Pages of the site")

    @staticmethod
    def hits(places, found):
        """The pages at these places of `PAGES`, with the words marked."""
        for place in places:
            address, heading, text = PAGES[place]
            told = Shown(str(text), get_language())
            yield Hit(reverse(address), "", with_marks(heading, found), [], excerpt([told], found))


@lru_cache(maxsize=8)
def spelled(language):
    """Of each page its words, as (place, word, is in its title, spellings), in the active language."""
    return [
        (place, word, is_in_title, spellings(word, language))
        for place, (_address, *texts) in enumerate(PAGES)
        for is_in_title, text in zip((True, False), texts, strict=True)
        for word in words(str(text))
    ]


def find(terms):
    """
    The pages that answer all the terms, as {place: rank}, and the words that answer.

    Ranks are those of `search.finding`.
    """
    answered, found = {}, set()
    for term in terms:
        bases = term.bases
        for place, word, is_in_title, letters in spelled(get_language()):
            nears = [term.closeness(each, close, bases) for each, close in letters.items()]
            near = min((near for near in nears if near is not None), default=None)
            if near is not None:
                rank = (not is_in_title, Closeness(near))
                found.add(word)
                page = answered.setdefault(place, {})
                page[term] = min(page.get(term, rank), rank)
    whole = {place: page for place, page in answered.items() if page.keys() == set(terms)}
    ranks = {place: max(page.values()) for place, page in whole.items()}
    # Beside a heading that answers, pages that only mention it are no news.
    by_heading = {place: rank for place, rank in ranks.items() if not rank[0]}
    return by_heading or ranks, found
