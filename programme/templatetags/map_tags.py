"""The map of the network on pages: with a link for each city, or as one picture."""

from django import template
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from programme import maps
from programme.languages import shown
from programme.models import City
from programme.prepared import prepared
from programme.templatetags.programme_tags import country_name
from programme.words import in_every_language

register = template.Library()

# What the map shows of a city.
SHOWN = ("slug", "country", "latitude", "longitude", "is_home", *in_every_language("name"))

# What a picture without links draws of it: no need of a whole city.
PLACE = ("pk", "slug", "latitude", "longitude", "is_home")

SHEET = {"width": maps.WIDTH, "height": maps.HEIGHT}
MATCHES, IN_BASKET = _("matches the choices"), _("in the basket")


def drawn(network):
    """What every picture of the network needs."""
    home_name = shown(network.home.city, "name") if network.home else None
    return SHEET | {"network": network, "home_name": home_name}


@prepared
def _cities():
    return maps.most_populous(City.objects.public().only(*SHOWN))


@prepared
def _places():
    return maps.most_populous(City.objects.public()).values_list(*PLACE, named=True)


@prepared
def _places_in(programme):
    cities = City.objects.public().filter(participations__programme=programme)
    return maps.most_populous(cities).values_list(*PLACE, named=True)


@register.inclusion_tag("programme/_map.html")
def city_map(chosen=None, meaning=MATCHES):
    """
    All public cities on a map, the `chosen` ones marked: {% city_map cities %}.

    The page lists the same cities below it: that list is the way for keyboard and screen reader.
    """
    cities = _cities()
    if chosen is None:
        network = maps.network_map(cities)
    else:
        marked = list(maps.most_populous(chosen.only(*SHOWN)))
        keys = {city.pk for city in marked}
        room = maps.MOST_CITIES - len(marked)
        others = [city for city in cities if city.pk not in keys][:room]
        network = maps.network_map([*marked, *others], keys)
    network = maps.apart(network)
    words = {"is_narrowed": chosen is not None, "meaning": meaning}
    return drawn(network) | words | {"other_dots": other_dots(network)}


# Made here and not in the template: a map has a hundred of them.
DOT = (
    '<a href="{}" tabindex="-1"><title>{}, {}</title><path class="map__reach" d="M{} {}{}"/>'
    '<circle class="{}" cx="{}" cy="{}" r="50"/></a>'
)


def other_dots(network):
    """All dots but that of the home city, each a link with its area."""
    return format_html_join(
        "\n", DOT, (_told(dot) for dot in network.dots if dot is not network.home)
    )


def _told(dot):
    city, style = dot.city, "map__dot" if dot.is_marked else "map__other"
    words = city.get_absolute_url(), city.name, country_name(city.country)
    return *words, dot.x, dot.y, dot.outline, style, dot.x, dot.y


@register.inclusion_tag("programme/_map.html")
def basket_map(basket):
    """All public cities on a map, those of a basket marked: {% basket_map basket %}."""
    cities = City.objects.public().filter(participations__baskets=basket)
    return city_map(cities, IN_BASKET)


@register.inclusion_tag("programme/_network_picture.html", takes_context=True)
def network_picture(context, programme=None):
    """The map as one link to the cities of a programme, or of all: {% network_picture icc %}."""
    network = maps.network_map(_places_in(programme.pk) if programme else _places())
    home_name = shown(context["home_city"], "name") if network.home else None
    dots = maps.one_path(dot for dot in network.dots if dot is not network.home)
    told = {"network": network, "programme": programme, "dots": dots, "home_name": home_name}
    return SHEET | told


@register.inclusion_tag("programme/_place.html")
def city_place(city):
    """Where a city lies, as a picture beside words that say it: {% city_place city %}."""
    at = city.latitude is not None and maps.project(city.latitude, city.longitude)
    if not at:
        return {"at": None}
    x, y = (round(way) for way in at)
    return SHEET | {"city": city, "at": {"x": x, "y": y}}
