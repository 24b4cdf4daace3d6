"""What to follow: all that is new on the site, in a basket, in a strategy, on an action (RFC 4287)."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from events import queries
from events.feeds import BenefitFeed, EventFeed
from events.models import Event
from programme.feeds import LONGEST, NewsFeed, PublicFeed, of_home_city, told_at
from programme.forms import coded
from programme.languages import shown
from programme.models import Benefit, NewsItem, Strategy, StrategyAction, ThematicBasket
from programme.prepared import prepared
from reporting import feeds as latest
from reporting.feeds import CorrectionFeed, ReportFeed
from reporting.history import lined


class NewsAsNew(NewsFeed):
    """News among other things: new when it came to this site, whatever day it is about."""

    def item_updateddate(self, item):
        return item.told_at


NEWS, EVENTS, BENEFITS = NewsAsNew(), EventFeed(), BenefitFeed()
REPORTS, CORRECTIONS = ReportFeed(), CorrectionFeed()


@dataclass(frozen=True)
class Entry:
    """Something new, with the feed that tells things of its kind and under whose id it is known."""

    feed: PublicFeed
    item: object
    updated_at: datetime


class MixedFeed(PublicFeed):
    """Entries of several feeds, the latest first; each is told as its own feed tells it."""

    def items(self, thing):
        entries = [
            Entry(feed, item, feed.item_updateddate(item))
            for feed, items in self.sources(thing)
            for item in items[:LONGEST]
        ]
        return sorted(entries, key=attrgetter("updated_at"), reverse=True)[:LONGEST]

    def item_title(self, entry):
        return entry.feed.item_title(entry.item)

    def item_description(self, entry):
        return entry.feed.item_description(entry.item)

    def item_link(self, entry):
        return entry.feed.item_link(entry.item)

    def item_updateddate(self, entry):
        return entry.updated_at

    def item_guid(self, entry):
        return entry.feed.item_guid(entry.item)


class SiteFeed(MixedFeed):
    """All that is new: news, events, benefits, approved reports and their corrections."""

    def title(self):
        return of_home_city(_("Everything new"))

    def link(self):
        return reverse("home")

    def sources(self, _site):
        """The feeds, each with its latest things."""
        yield NEWS, _latest_news()
        yield EVENTS, queries.latest_events()
        yield BENEFITS, queries.latest_benefits()
        yield REPORTS, latest.latest_reports()
        yield CORRECTIONS, lined(latest.latest_corrections())


@prepared
def _latest_news():
    news = NewsItem.objects.public().annotate(told_at=told_at("", "programme__"))
    return news.order_by("-told_at", "-pk")[:LONGEST]


class FollowFeed(MixedFeed):
    """What is new of one thing that has a page; a feed without entries is as old as its thing."""

    def link(self, thing):
        return thing.get_absolute_url()

    def feed_extra_kwargs(self, thing):
        return {"since": thing.updated_at}


class BasketFeed(FollowFeed):
    """The events and benefits of a basket, and what is reported of its actions."""

    def get_object(self, request, slug):
        return get_object_or_404(ThematicBasket.objects.public(), slug=slug)

    def title(self, basket):
        return of_home_city(shown(basket, "name").text)

    def sources(self, basket):
        """The feeds, each with its latest things of the basket."""
        yield EVENTS, _events_in(basket.pk)
        yield BENEFITS, _benefits_in(basket.pk)
        yield REPORTS, latest.latest_reports_in(basket.pk)
        yield CORRECTIONS, lined(latest.latest_corrections_in(basket.pk))


@prepared
def _events_in(basket):
    return EVENTS.latest(Event.objects.public().filter(baskets=basket))[:LONGEST]


@prepared
def _benefits_in(basket):
    return BENEFITS.latest(Benefit.objects.public().filter(basket=basket))[:LONGEST]


class StrategyFeed(FollowFeed):
    """What is reported of the actions of a strategy."""

    def get_object(self, request, slug):
        return get_object_or_404(Strategy.objects.public(), slug=slug)

    def title(self, strategy):
        return of_home_city(shown(strategy, "name").text)

    def sources(self, strategy):
        """The feeds, each with its latest things of the strategy."""
        yield REPORTS, latest.latest_reports_of(strategy.pk)
        yield CORRECTIONS, lined(latest.latest_corrections_of(strategy.pk))


class ActionFeed(FollowFeed):
    """What is reported of an action, how its status has changed, and the benefits that serve it."""

    def get_object(self, request, code):
        return get_object_or_404(StrategyAction.objects.public(), code=code)

    def title(self, action):
        return of_home_city(coded(action, "title").text)

    def sources(self, action):
        """The feeds, each with its latest things of the action."""
        yield BENEFITS, _benefits_of(action.pk)
        yield REPORTS, latest.latest_reports_on(action.pk)
        yield CORRECTIONS, lined(latest.latest_corrections_on(action.pk))


@prepared
def _benefits_of(action):
    return BENEFITS.latest(Benefit.objects.public().filter(actions=action))[:LONGEST]
