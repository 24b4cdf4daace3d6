"""Every public page in every language (sitemaps.org, with hreflang)."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.urls import reverse

from events.models import Event
from open_data.datasets import DATASETS
from programme.models import (
    Benefit,
    City,
    Indicator,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)
from reporting.models import ActionReport, ReportingRound

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class InEachLanguage:
    """Things with each language, as (thing, language); fetches no more than is asked for."""

    def __init__(self, things):
        self.things = things

    def count(self):
        """How many pages that are."""
        things = self.things
        number = len(things) if isinstance(things, list) else things.count()
        return number * len(LANGUAGES)

    def __getitem__(self, span):
        each = len(LANGUAGES)
        found = self.things[span.start // each : -(-span.stop // each)]
        pages = [(thing, code) for thing in found for code in LANGUAGES]
        return pages[span.start % each :][: span.stop - span.start]


class PublicSitemap(Sitemap):
    """Pages that exist in all languages, each pointing to the others."""

    i18n = alternates = x_default = True
    # About 5 MB; the protocol allows 50,000 addresses and 50 MB.
    limit = 6000

    def _items(self):
        return InEachLanguage(self.items())


class ListSitemap(PublicSitemap):
    """The pages that are always there."""

    def items(self):
        return [
            "home",
            "about",
            "programme:programme_list",
            "programme:basket_list",
            "programme:city_list",
            "programme:strategy_list",
            "programme:action_list",
            "programme:indicator_list",
            "events:benefit_list",
            "programme:news_list",
            "events:event_list",
            "reporting:progress",
            "reporting:correction_list",
            "data",
            "data_api",
            "council:summary",
            "readers:accessibility",
            "privacy:notice",
            "privacy:cookies",
            "data_status",
        ]

    def location(self, name):
        return reverse(name)


class DatasetSitemap(PublicSitemap):
    """The pages that explain a dataset each."""

    def items(self):
        return list(DATASETS)

    def location(self, name):
        return reverse("dataset", args=[name])


class ModelSitemap(PublicSitemap):
    """The public rows of a model, a page each."""

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.public()


class RoundSitemap(PublicSitemap):
    """The rounds of reporting, without examples."""

    def items(self):
        return ReportingRound.objects.public().filter(is_example=False)


class SummarySitemap(RoundSitemap):
    """The sheet for the council of each round."""

    def location(self, round):
        return reverse("council:round_summary", args=[round.slug])


class ReportSitemap(PublicSitemap):
    """The approved reports, without examples."""

    def items(self):
        reports = ActionReport.objects.public().filter(round__is_example=False)
        return reports.select_related("round", "action")


# What there can be many of.
LONG = ["reports", "city", "strategyaction", "event", "benefit", "indicator"]
REPORTING = {
    "rounds": RoundSitemap(),
    "reports": ReportSitemap(),
    "summaries": SummarySitemap(),
}
SITEMAPS = (
    {"lists": ListSitemap(), "datasets": DatasetSitemap()}
    | REPORTING
    | {
        model._meta.model_name: ModelSitemap(model)
        for model in (
            Programme,
            ThematicBasket,
            City,
            Strategy,
            StrategyAction,
            Indicator,
            Benefit,
            Event,
        )
    }
)


def sitemap(request):
    """All pages in one file; where they are too many for it, the list of the files that name them."""
    sections = {name: section for name, section in SITEMAPS.items() if name in LONG}
    if any(section.paginator.num_pages > 1 for section in sections.values()):
        return views.index(request, SITEMAPS, sitemap_url_name="sitemap_part")
    return views.sitemap(request, SITEMAPS)
