"""The promises: what the network is and what the city has promised in it."""

from programme.models.benefits import Benefit
from programme.models.loading import LoadedRow
from programme.models.measures import Indicator, IndicatorValue
from programme.models.network import (
    BasketMembership,
    City,
    Participation,
    Phase,
    Programme,
    ThematicBasket,
)
from programme.models.news import NewsItem
from programme.models.strategy import (
    ActionGoal,
    ActionOrganisation,
    Milestone,
    Objective,
    Organisation,
    Strategy,
    StrategyAction,
)

__all__ = [
    "ActionGoal",
    "ActionOrganisation",
    "BasketMembership",
    "Benefit",
    "City",
    "Indicator",
    "IndicatorValue",
    "LoadedRow",
    "Milestone",
    "NewsItem",
    "Objective",
    "Organisation",
    "Participation",
    "Phase",
    "Programme",
    "Strategy",
    "StrategyAction",
    "ThematicBasket",
]
