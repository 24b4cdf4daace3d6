"""The fields that are written in Finnish, Swedish and English."""

from modeltranslation.translator import TranslationOptions, register

from programme.models import (
    Benefit,
    City,
    Indicator,
    IndicatorValue,
    Milestone,
    NewsItem,
    Objective,
    Organisation,
    Phase,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)


@register([Objective, Organisation, ThematicBasket])
class NameOptions(TranslationOptions):
    fields = ["name"]
    required_languages = ["fi"]


@register(Programme)
class ProgrammeOptions(TranslationOptions):
    fields = ["name", "summary"]
    required_languages = {"fi": ["name"], "default": []}


@register(City)
class CityOptions(TranslationOptions):
    """A name without a Finnish or Swedish form of its own is used as in English."""

    fields = ["name"]
    fallback_languages = {"default": ("en", "fi", "sv")}
    required_languages = ["en"]


@register(Phase)
class PhaseOptions(TranslationOptions):
    fields = ["name", "deliverables"]
    required_languages = {"fi": ["name"], "default": []}


@register(Strategy)
class StrategyOptions(TranslationOptions):
    fields = ["name", "adopted_by"]
    required_languages = {"fi": ["name"], "default": []}


@register(StrategyAction)
class StrategyActionOptions(TranslationOptions):
    fields = ["title", "aim", "why", "origin"]
    required_languages = {"fi": ["title"], "default": []}


@register(Milestone)
class MilestoneOptions(TranslationOptions):
    fields = ["title"]
    required_languages = ["fi"]


@register(Indicator)
class IndicatorOptions(TranslationOptions):
    fields = ["name", "unit", "scope"]
    required_languages = {"fi": ["name"], "default": []}


@register(IndicatorValue)
class IndicatorValueOptions(TranslationOptions):
    fields = ["period_as_printed", "value_as_printed", "note"]


@register(Benefit)
class BenefitOptions(TranslationOptions):
    fields = ["title", "description", "evidence"]
    required_languages = {"fi": ["title"], "default": []}


@register(NewsItem)
class NewsItemOptions(TranslationOptions):
    fields = ["title", "summary"]
    required_languages = {"fi": ["title"], "default": []}
