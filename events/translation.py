"""The fields of an event that are written in Finnish, Swedish and English."""

from modeltranslation.translator import TranslationOptions, register

from events.models import Event


@register(Event)
class EventOptions(TranslationOptions):
    fields = ["title", "place", "note"]
    required_languages = {"fi": ["title"], "default": []}
