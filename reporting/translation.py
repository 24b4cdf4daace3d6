"""The fields that are written in Finnish, Swedish and English."""

from modeltranslation.translator import TranslationOptions, register

from reporting.models import ActionReport, ReportingRound


@register(ReportingRound)
class ReportingRoundOptions(TranslationOptions):
    fields = ["name", "public_note"]
    required_languages = {"fi": ["name"], "default": []}


@register(ActionReport)
class ActionReportOptions(TranslationOptions):
    fields = ["summary", "next_steps", "obstacles", "no_change_reason"]
    required_languages = []
