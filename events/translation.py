"""The fields of events that are written in Finnish, Swedish and English."""

from modeltranslation.translator import TranslationOptions, register

from events.models import AgendaItem, Event, Material, Takeaway


@register(Event)
class EventOptions(TranslationOptions):
    fields = ["title", "summary", "body", "place", "note"]
    required_languages = {"fi": ["title"], "default": []}


@register(AgendaItem)
class AgendaItemOptions(TranslationOptions):
    fields = ["title", "speaker_role"]
    required_languages = {"fi": ["title"], "default": []}


@register(Material)
class MaterialOptions(TranslationOptions):
    fields = ["title"]
    required_languages = ["fi"]


@register(Takeaway)
class TakeawayOptions(TranslationOptions):
    fields = ["title", "owner_role", "closed_reason"]
    required_languages = {"fi": ["title"], "default": []}
