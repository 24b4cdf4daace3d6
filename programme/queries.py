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
    """All of them, with how many cities are known."""
    return Programme.objects.public().with_counts()


@prepared
def programme(slug):
    """The one at an address, with how many cities are known."""
    return Programme.objects.public().with_counts().filter(slug=slug)


@prepared
def baskets_of(programme):
    """The thematic baskets of a programme."""
    return ThematicBasket.objects.public().filter(programme=programme)


@prepared
def strategies_of(programme):
    """The strategies within a programme."""
    return Strategy.objects.public().filter(programme=programme)


@prepared
def beside(programme):
    """The programmes before and after one."""
    return Programme.objects.public().filter(Q(successor=programme) | Q(predecessor=programme))


@prepared
def baskets():
    """All of them, with how many cities are known and whether ours is in it."""
    return ThematicBasket.objects.public().with_counts().select_related("programme")


@prepared
def basket(slug):
    """The same of the one at an address."""
    return baskets.__wrapped__().filter(slug=slug)


@beginning
def memberships_in(basket):
    """The cities in a basket, each by its membership."""
    memberships = BasketMembership.objects.public().filter(basket=basket)
    return memberships.select_related("participation__city")


@beginning
def actions_in(basket):
    """The actions in a basket."""
    return StrategyAction.objects.public().filter(basket=basket).in_rows()


@beginning
def benefits_in(basket):
    """The benefits of a basket, what is surest first."""
    return Benefit.objects.public().filter(basket=basket).by_standing()


@prepared
def city(slug):
    """The one at an address."""
    return City.objects.public().filter(slug=slug)


@prepared
def participations_of(city):
    """The parts of a city, in the latest programme first."""
    participations = Participation.objects.public().filter(city=city)
    return participations.select_related("programme").order_by("-programme__starts_on")


@prepared
def memberships_of(city):
    """The baskets that a city is in, each by its membership."""
    memberships = BasketMembership.objects.public().filter(participation__city=city)
    return memberships.select_related("basket")


@prepared
def benefits_from(city):
    """The benefits that came from a city, what is surest first."""
    return Benefit.objects.public().filter(city=city).by_standing()


@prepared
def strategies():
    """All of them, with how many actions are known."""
    return Strategy.objects.public().with_counts().select_related("programme")


@prepared
def indicator(slug):
    """The one at an address."""
    return Indicator.objects.public().filter(slug=slug)


@prepared
def values_of(indicator):
    """The values of an indicator, the latest first."""
    return IndicatorValue.objects.latest_first().filter(indicator=indicator)


@prepared
def actions_measured_by(indicator):
    """The actions that an indicator measures."""
    return StrategyAction.objects.public().filter(indicators=indicator)


@prepared
def strategy(slug):
    """The one at an address, with how many actions are known."""
    return Strategy.objects.public().with_counts().select_related("programme").filter(slug=slug)


@prepared
def objectives_of(strategy):
    """The themes and target states of a strategy."""
    return Objective.objects.public().filter(strategy=strategy)


@prepared
def first_actions_of(strategy):
    """Of each theme and target state one more than is shown, which tells that there are more."""
    actions = StrategyAction.objects.public().filter(objective__strategy=strategy)
    first = actions.first_of_each("objective", MOST_OF_AN_OBJECTIVE + 1)
    return first.only("code", "status", "objective", *in_every_language("title"))


@beginning
def actions_without_theme(strategy):
    """The actions of a strategy under no theme that is shown."""
    actions = StrategyAction.objects.public().filter(strategy=strategy).in_rows()
    return actions.exclude(objective__in=Objective.objects.public())
