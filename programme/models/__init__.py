"""The promises: what the network is and what the city has promised in it."""

from programme.models.actions import ActionGoal, ActionOrganisation, Milestone, StrategyAction
from programme.models.benefits import Benefit
from programme.models.cities import BasketMembership, City, Participation
from programme.models.loading import GrownData, LoadedRow
from programme.models.measures import Indicator, IndicatorValue
from programme.models.network import Phase, Programme, ThematicBasket
from programme.models.news import NewsItem
from programme.models.strategy import Objective, Organisation, Strategy

__all__ = [
    "ActionGoal",
    "ActionOrganisation",
    "BasketMembership",
    "Benefit",
    "City",
    "GrownData",
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
