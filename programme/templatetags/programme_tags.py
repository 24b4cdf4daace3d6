"""How facts are shown: texts with their language, dates as known, numbers, sources."""

from functools import cache, lru_cache
from urllib.parse import urlsplit

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext_lazy
from django_countries.fields import Country

from programme import dates, numbers
from programme.languages import label, shown
from programme.prose import to_html

register = template.Library()

ONLY_IN = {
    "fi": pgettext_lazy("mark of a text", "only in Finnish"),
    "sv": pgettext_lazy("mark of a text", "only in Swedish"),
    "en": pgettext_lazy("mark of a text", "only in English"),
}


@register.filter
def marked(told):
    """A text that `shown` found; in another language than the page with `lang` and a mark."""
    if not told.is_fallback:
        return told.text
    return format_html(
        '<span lang="{}">{}</span> <small class="language-mark">({})</small>',
        told.language,
        told.text,
        ONLY_IN[told.language],
    )


@register.filter
def named(told):
    """A proper name: like `marked`, without the mark that a name does not need."""
    if not told.is_fallback:
        return told.text
    return format_html('<span lang="{}">{}</span>', told.language, told.text)


@register.filter
def text(thing, field):
    """A translated field: {{ action|text:"title" }}."""
    return marked(shown(thing, field))


@register.filter
def name(thing, field="name"):
    """A translated proper name: {{ city|name }}."""
    return named(shown(thing, field))


register.filter("label", label)


@register.filter
def status(action):
    """The mark of an action with its status: {{ action|status }}."""
    return _status(action.status, label(action, "status"))


@cache
def _status(code, words):
    return format_html('<span class="status status--{}">{}</span>', code, capfirst(words))


@register.filter
def role(participation):
    """The role of a city in a programme, and whether it was stated: {{ participation|role }}."""
    return _role(label(participation, "role"), participation.is_role_derived, get_language())


@cache
def _role(words, is_derived, _reader):
    if not words:
        return gettext("Member, role not known")
    derived = format_html(' <small class="derived">({})</small>', gettext("derived"))
    return format_html("{}{}", capfirst(words), derived if is_derived else "")


@register.filter
def prose(thing, field):
    """A translated text in Markdown, as HTML in an element with its language."""
    told = shown(thing, field)
    mark = f" ({ONLY_IN[told.language]})" if told.is_fallback else ""
    return format_html(
        '<div class="prose" lang="{}">{}</div><small class="language-mark">{}</small>',
        told.language,
        SafeString(to_html(told.text)),  # nosec B703 # nh3 has cleaned it.
        mark,
    )


@register.filter
def in_words(when):
    """A partial date: {{ milestone.due_on|in_words }}."""
    if not when:
        return dates.in_words(when)
    return format_html('<time datetime="{}">{}</time>', when, dates.in_words(when))


@register.filter
def time_span(thing):
    """From `starts_on` to `ends_on`, as far as they are known."""
    return dates.span_in_words(thing.starts_on, thing.ends_on)


@register.filter
def options(field):
    """What a select offers, each text with its language where that is not the page's."""
    chosen = field.value()
    return format_html_join(
        "\n",
        '<option value="{}"{}{}>{}</option>',
        (
            (value, SELECTED if value == chosen else "", _language_of(told), capfirst(str(told)))
            for value, told in field.field.choices
        ),
    )


SELECTED = SafeString(" selected")


def _language_of(told):
    if not getattr(told, "is_fallback", False):
        return ""
    return format_html(' lang="{}"', told.language)


@register.filter
def number(value):
    """A number as the reader's language writes it, without needless zeros."""
    return numbers.in_words(value)


@register.filter
def country_name(country):
    """What a country is called in the reader's language: {{ city.country|country_name }}."""
    return _country_name(country.code, get_language())


@cache
def _country_name(code, _language):
    return Country(code).name


@register.filter
def host(url):
    """The site that an address leads to, as a person would call it."""
    return urlsplit(url).netloc.removeprefix("www.")


@register.simple_tag
def source(url):
    """Where a fact was read; nothing is also said: {% source event.source_url %}."""
    return _source(url, get_language())


# One page often is the source of all that a list tells.
@lru_cache(maxsize=1000)
def _source(url, _reader):
    return render_to_string("includes/_source.html", {"url": url})


@register.inclusion_tag("includes/_pages.html", takes_context=True)
def pages(context, page):
    """Links to the other pages of a list; the filters stay in the address."""
    return {"page": page, "request": context["request"]}
