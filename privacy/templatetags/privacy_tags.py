"""Spans of time in words."""

from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def span(kept):
    """A span in whole years, else in days: “2 years”, “90 days”."""
    years, rest = divmod(kept.days, 365)
    if years and not rest:
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    return ngettext("%(count)s day", "%(count)s days", kept.days) % {"count": kept.days}
