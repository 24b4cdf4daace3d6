"""The public pages that are measured: every kind that the checks of the browser know."""

from dataclasses import dataclass

from tests.browser.checks.kinds import FILES, PUBLIC

# Nobody's cache keeps a form that lets people in.
OF_ACCOUNTS = ("sign-in", "password")
# Have targets of their own, or no limit to their length.
ON_THEIR_OWN = ("summary-pdf", "summary-of-a-round-pdf", "data-csv", "manifest", "catalogue")
ON_THEIR_OWN += ("sitemap",)
# Is no page: it leads to one.
LEADS_ELSEWHERE = ("month-now",)
# Say that nobody may keep them: a form with a token, and what changes with each run of a job.
NEVER_KEPT = ("feedback", "data-status")
API = ("api-events", "api-actions")
QUICK = ("home", "actions", "event", "feed")


@dataclass(frozen=True)
class Page:
    """A public page: its name, where it is, and whether it is held to what all pages are held to."""

    name: str
    path: str
    is_held: bool

    @property
    def may_be_kept(self):
        """Whether it is the same for everybody for a while."""
        return self.name not in NEVER_KEPT


def public_pages(names, is_quick=False):
    """All of them in Finnish; `names` is how the examples are called in addresses."""
    return [
        Page(kind.name, kind.address("fi", names), _is_held(kind.name))
        for kind in [*PUBLIC, *FILES]
        if kind.status == 200
        and not kind.then
        and not kind.name.startswith((*OF_ACCOUNTS, *LEADS_ELSEWHERE))
        and (not is_quick or kind.name in QUICK)
    ]


def _is_held(name):
    return name not in ON_THEIR_OWN and not name.startswith("api")


# Those whose speed is compared between data of one size and another: (name, path, who asks).
GROWN = [
    ("home", "/fi/", ""),
    ("programme", "/fi/programmes/icc/", ""),
    ("basket", "/fi/baskets/green-economy/", ""),
    ("cities", "/fi/cities/", ""),
    ("cities, chosen", "/fi/cities/?programme=icc&basket=green-economy", ""),
    ("city", "/fi/cities/antwerp/", ""),
    ("strategies", "/fi/strategies/", ""),
    ("strategy", "/fi/strategies/resurssiviisas/", ""),
    ("actions", "/fi/actions/", ""),
    ("actions, chosen", "/fi/actions/?status=implementation&theme=resurssiviisas-1", ""),
    ("action", "/fi/actions/1.A.1/", ""),
    ("indicators", "/fi/indicators/", ""),
    ("indicator", "/fi/indicators/unemployment-pori/", ""),
    ("benefits", "/fi/benefits/", ""),
    ("news", "/fi/news/", ""),
    ("events", "/fi/events/", ""),
    ("events, chosen", "/fi/events/?kind=city_lab", ""),
    ("month", "/fi/events/month/2022-07/", ""),
    ("event", "/fi/events/city-lab-3/", ""),
    ("progress", "/fi/progress/", ""),
    ("corrections", "/fi/corrections/", ""),
    ("summary", "/fi/summary/", ""),
    ("data", "/fi/data/", ""),
    ("feed", "/fi/feed/", ""),
    ("API, 50 events", "/api/v1/events?limit=50", ""),
    ("search, a word", "/fi/search/?q=kaupungeille", ""),
    ("search, a code", "/fi/search/?q=3.I.70", ""),
    ("search, two words", "/fi/search/?q=kiertotalous+hankinnoissa", ""),
    ("board", "/fi/report/board/", "staff"),
    ("my reports", "/fi/report/", "staff"),
    ("changelist of actions", "/admin/programme/strategyaction/", "staff"),
    ("changelist of actions, searched", "/admin/programme/strategyaction/?q=tampere", "staff"),
    ("changelist of events", "/admin/events/event/", "staff"),
    ("changelist of events, searched", "/admin/events/event/?q=pori", "staff"),
    ("changelist of cities", "/admin/programme/city/", "staff"),
    ("changelist of reports", "/admin/reporting/actionreport/", "staff"),
    ("changelist of values", "/admin/programme/indicator/", "staff"),
    ("changelist of benefits", "/admin/programme/benefit/", "staff"),
]
