"""What the pages on programmes, cities, strategies and indicators ask of the database."""

from django.db.models import Q

from programme.cutting import beginning
from programme.models import (
    BasketMembership,
    Benefit,
    City,
    Indicator,
    IndicatorValue,
    Objective,
    Participation,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)
from programme.prepared import prepared
from programme.words import in_every_language

# How many actions the page of a strategy names of each of its themes and target states.
MOST_OF_AN_OBJECTIVE = 10


@prepared
def programmes():
    return Programme.objects.public().with_counts()


@prepared
def programme(slug):
    return Programme.objects.public().with_counts().filter(slug=slug)


@prepared
def baskets_of(programme):
    return ThematicBasket.objects.public().filter(programme=programme)


@prepared
def strategies_of(programme):
    return Strategy.objects.public().filter(programme=programme)


@prepared
def beside(programme):
    return Programme.objects.public().filter(Q(successor=programme) | Q(predecessor=programme))


@prepared
def baskets():
    return ThematicBasket.objects.public().with_counts().select_related("programme")


@prepared
def basket(slug):
    return baskets.__wrapped__().filter(slug=slug)


@beginning
def memberships_in(basket):
    memberships = BasketMembership.objects.public().filter(basket=basket)
    return memberships.select_related("participation__city")


@beginning
def actions_in(basket):
    return StrategyAction.objects.public().filter(basket=basket).in_rows()


@beginning
def benefits_in(basket):
    return Benefit.objects.public().filter(basket=basket).by_standing()


@prepared
def city(slug):
    return City.objects.public().filter(slug=slug)


@prepared
def participations_of(city):
    participations = Participation.objects.public().filter(city=city)
    return participations.select_related("programme").order_by("-programme__starts_on")


@prepared
def memberships_of(city):
    memberships = BasketMembership.objects.public().filter(participation__city=city)
    return memberships.select_related("basket")


@prepared
def benefits_from(city):
    return Benefit.objects.public().filter(city=city).by_standing()


@prepared
def strategies():
    return Strategy.objects.public().with_counts().select_related("programme")


@prepared
def indicator(slug):
    return Indicator.objects.public().filter(slug=slug)


@prepared
def values_of(indicator):
    return IndicatorValue.objects.latest_first().filter(indicator=indicator)


@prepared
def actions_measured_by(indicator):
    return StrategyAction.objects.public().filter(indicators=indicator)


@prepared
def strategy(slug):
    return Strategy.objects.public().with_counts().select_related("programme").filter(slug=slug)


@prepared
def objectives_of(strategy):
    return Objective.objects.public().filter(strategy=strategy)


@prepared
def first_actions_of(strategy):
    """Of each theme and target state one more than is shown, which tells that there are more."""
    actions = StrategyAction.objects.public().filter(objective__strategy=strategy)
    first = actions.first_of_each("objective", MOST_OF_AN_OBJECTIVE + 1)
    return first.only("code", "status", "objective", *in_every_language("title"))


@beginning
def actions_without_theme(strategy):
    actions = StrategyAction.objects.public().filter(strategy=strategy).in_rows()
    return actions.exclude(objective__in=Objective.objects.public())
