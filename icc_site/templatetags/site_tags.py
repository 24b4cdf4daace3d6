"""What the frame of every page is made of."""

from functools import cache

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()
# The main navigation: the names of its pages, and how they are called there.
NAVIGATION = {
    "programme:programme_list": _("Programmes"),
    "programme:city_list": _("Cities"),
    "events:event_list": _("Events"),
    "programme:action_list": _("Actions"),
    "reporting:progress": _("Progress"),
    "programme:indicator_list": _("Indicators"),
    "events:benefit_list": _("Benefits"),
    "programme:news_list": _("News"),
}


class Unchanging(template.Node):
    """
    A part that is the same on every page of a language for as long as the process runs.

    It is rendered once for each language, and kept with the template itself: nothing in it may come
    from the database or from the request.
    """

    def __init__(self, parts):
        self.parts, self.rendered = parts, {}

    def render(self, context):
        """The part in the language of the reader."""
        key = get_language(), get_script_prefix()
        if key not in self.rendered:
            # What the page knows stays outside, lest it be kept for the next one.
            self.rendered[key] = self.parts.render(context.new())
        return self.rendered[key]


@register.tag
def unchanging(parser, _token):
    """{% unchanging %}…{% endunchanging %}: see `Unchanging`."""
    parts = parser.parse(["endunchanging"])
    parser.delete_first_token()
    return Unchanging(parts)


@register.simple_tag(takes_context=True)
def site_name(context):
    """What the site is called, with the city whose it is."""
    home = context.get("home_city")
    return (
        gettext("%(city)s in the ICC network") % {"city": home.name}
        if home
        else gettext("The ICC network")
    )


@register.simple_tag(takes_context=True)
def navigation(context):
    """Items of the main navigation; each link knows whether the reader is there or below."""
    path = context["request"].path
    links = _links(get_language(), get_script_prefix())
    items = ((_item(path, *link),) for link in links)
    return format_html_join("\n          ", "{}", items)


@cache
def _links(_language, _prefix):
    """Address and words of each, in the language that is active; both depend on the code only."""
    return [(reverse(name), str(words)) for name, words in NAVIGATION.items()]


def _item(path, url, words):
    current = "page" if path == url else "true" if path.startswith(url) else ""
    here = format_html(' aria-current="{}"', current) if current else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', url, here, words)
