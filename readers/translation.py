"""The texts for readers that are written in Finnish, Swedish and English."""

from modeltranslation.translator import TranslationOptions, register

from readers.models import AccessibilityStatement, Keeper, Shortcoming


@register(AccessibilityStatement)
class AccessibilityStatementOptions(TranslationOptions):
    fields = ["assessment", "handler", "authority"]
    required_languages = {"fi": ["assessment", "authority"], "default": []}


@register(Shortcoming)
class ShortcomingOptions(TranslationOptions):
    fields = ["text", "reason", "instead"]
    required_languages = {"fi": ["text"], "default": []}


@register(Keeper)
class KeeperOptions(TranslationOptions):
    fields = ["name", "officer"]
