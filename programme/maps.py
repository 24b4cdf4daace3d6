"""
The map of the network: where a place lies on it, and which cities it shows.

Europe's statistics are mapped in ETRS89-LAEA (EPSG:3035), which keeps areas in proportion. The
formulas are those of EPSG Guidance Note 7-2 for the ellipsoid; `bin/make_map.py` draws the land
with the same ones.
"""

from functools import lru_cache
from itertools import pairwise
from math import asin, cos, log, radians, sin, sqrt
from typing import Any, NamedTuple

from programme.models.cities import BY_POPULATION

# The ellipsoid GRS 80, and the false origin of EPSG:3035 in metres.
AXIS = 6_378_137
FLATTENING = 1 / 298.257222101
ECCENTRICITY = sqrt(FLATTENING * (2 - FLATTENING))
ORIGIN = radians(52), radians(10)
FALSE_ORIGIN = 4_321_000, 3_210_000

# The sheet, in the metres of EPSG:3035: every member state of the Union but its far islands.
WEST, EAST = 2_540_000, 6_580_000
SOUTH, NORTH = 1_400_000, 5_440_000
# A unit of the map. Its origin is in the north-west, as in every SVG.
UNIT = 500
WIDTH, HEIGHT = (EAST - WEST) // UNIT, (NORTH - SOUTH) // UNIT

# A click is meant for the nearest city, if it is as near as this: an octagon of 24 CSS pixels across
# and some more on a map of 750 pixels.
NEAR, FAR = 60, 145
OCTAGON = [(NEAR, FAR), (FAR, NEAR), (FAR, -NEAR), (NEAR, -FAR)]
OCTAGON = (*OCTAGON, *((-x, -y) for x, y in OCTAGON))
# The room for the name of the home city beside its mark.
NAME_WIDTH, NAME_HEIGHT = 900, 180
# More cities than these lie upon each other, and make the page heavy.
MOST_CITIES = 200


def _authalic(latitude):
    """The integral by which areas on the ellipsoid grow towards the pole (q)."""
    sine = ECCENTRICITY * sin(latitude)
    growth = sin(latitude) / (1 - sine**2) - log((1 - sine) / (1 + sine)) / (2 * ECCENTRICITY)
    return (1 - ECCENTRICITY**2) * growth


AT_POLE = _authalic(radians(90))
RADIUS = AXIS * sqrt(AT_POLE / 2)
BETA = asin(_authalic(ORIGIN[0]) / AT_POLE)
STRETCH = cos(ORIGIN[0]) / sqrt(1 - (ECCENTRICITY * sin(ORIGIN[0])) ** 2)
STRETCH *= AXIS / (RADIUS * cos(BETA))


def laea(latitude, longitude):
    """Easting and northing in metres, of degrees."""
    beta = asin(max(-1, _authalic(radians(latitude)) / AT_POLE))
    turn = radians(longitude) - ORIGIN[1]
    nearness = sin(BETA) * sin(beta) + cos(BETA) * cos(beta) * cos(turn)
    # The point opposite to the origin has no place: far away is enough.
    scale = RADIUS * sqrt(2 / max(1 + nearness, 1e-9))
    east = scale * STRETCH * cos(beta) * sin(turn)
    north = scale / STRETCH * (cos(BETA) * sin(beta) - sin(BETA) * cos(beta) * cos(turn))
    return FALSE_ORIGIN[0] + east, FALSE_ORIGIN[1] + north


def place(latitude, longitude):
    """A point in units of the map, be it on the sheet or not."""
    easting, northing = laea(float(latitude), float(longitude))
    return (easting - WEST) / UNIT, (NORTH - northing) / UNIT


@lru_cache(maxsize=1000)
def project(latitude, longitude):
    """A point on the map, or None when it lies outside the sheet."""
    if latitude < 0:
        return None
    x, y = place(latitude, longitude)
    return (x, y) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT else None


class Dot(NamedTuple):
    """A city on the map, how it is marked, and the corners of the area where a click is for it."""

    city: Any
    x: int
    y: int
    is_marked: bool
    area: tuple = OCTAGON

    @property
    def outline(self):
        """The commands that draw the area, from the dot on."""
        return _outline(self.area)


@lru_cache(maxsize=1000)
def _outline(area):
    corners = [(round(x), round(y)) for x, y in area]
    steps = [(x - x0, y - y0) for (x0, y0), (x, y) in pairwise([(0, 0), *corners])]
    return "m" + _numbers(steps) + "z"


class NetworkMap(NamedTuple):
    """The dots in the order in which they are drawn, and the marked cities that have none."""

    dots: list[Dot]
    outside: list
    unknown: list
    # Whether there are perhaps more cities than are drawn.
    is_full: bool = False

    @property
    def marked(self):
        """The dots that stand out."""
        return [dot for dot in self.dots if dot.is_marked]

    @property
    def others(self):
        """The dots that are faint."""
        return [dot for dot in self.dots if not dot.is_marked]

    @property
    def home(self):
        """The dot of the home city, if it lies on the map: the last one, above all others."""
        return self.dots[-1] if self.dots and self.dots[-1].city.is_home else None

    @property
    def is_home_named_on_the_left(self):
        """Whether fewer dots are under the name there, and it does not leave the sheet."""
        return self._hidden_by_name(-1) < self._hidden_by_name(1)

    def _hidden_by_name(self, side):
        ways = [((dot.x - self.home.x) * side, dot.y - self.home.y) for dot in self.dots]
        hidden = sum(0 < x < NAME_WIDTH and abs(y) < NAME_HEIGHT / 2 for x, y in ways)
        leaves = not 0 <= self.home.x + side * NAME_WIDTH <= WIDTH
        return hidden + leaves * len(self.dots)


def most_populous(cities):
    """As many cities as a map has room for: the home city first, then by their population."""
    return cities.order_by(*BY_POPULATION)[:MOST_CITIES]


def network_map(cities, marked=None):
    """The map of these cities, on which those with a primary key in `marked`, or all, stand out."""
    dots, outside, unknown = [], [], []
    for city in sorted(cities, key=lambda city: city.slug):
        is_marked = marked is None or city.pk in marked
        at = city.latitude is not None and project(city.latitude, city.longitude)
        if at:
            dots.append(Dot(city, round(at[0]), round(at[1]), is_marked))
        elif is_marked:
            (unknown if city.latitude is None else outside).append(city)
    dots.sort(key=lambda dot: (dot.city.is_home, dot.is_marked, dot.city.slug))
    return NetworkMap(dots, outside, unknown, len(cities) >= MOST_CITIES)


def apart(network):
    """The same map, on which the area of each dot is without what is nearer to another."""
    areas = _areas(tuple(sorted((dot.x, dot.y) for dot in network.dots)))
    # Of several at one place each has the same area: none is nearer.
    return network._replace(dots=[dot._replace(area=areas[dot.x, dot.y]) for dot in network.dots])


@lru_cache(maxsize=4)
def _areas(places):
    """
    The area of each place, from west to east: what of the octagon round it is nearest to it.

    It follows from the places alone, and takes longer than the rest of a page: kept for the next
    page with the same places.
    """
    areas = dict.fromkeys(places, OCTAGON)
    order = list(areas)
    for at, place in enumerate(order):
        for other in order[at + 1 :]:
            if other[0] - place[0] > 2 * FAR:
                break
            way = other[0] - place[0], other[1] - place[1]
            # Octagons that do not meet take nothing from each other.
            if abs(way[1]) <= 2 * FAR:
                areas[place] = _nearer_half(areas[place], way)
                areas[other] = _nearer_half(areas[other], (-way[0], -way[1]))
    return {place: tuple(area) for place, area in areas.items()}


def _nearer_half(area, way):
    """What of an area round a dot is nearer to it than to another, which lies at `way` from it."""
    half = (way[0] ** 2 + way[1] ** 2) / 2
    kept = []
    for start, end in pairwise([area[-1], *area]):
        over = [x * way[0] + y * way[1] - half for x, y in (start, end)]
        if min(over) < 0 < max(over):
            part = over[0] / (over[0] - over[1])
            kept.append(tuple(a + part * (b - a) for a, b in zip(start, end, strict=True)))
        if over[1] <= 0:
            kept.append(end)
    return kept


def one_path(dots):
    """The commands that draw dots as points of one line, each relative to the one before."""
    places = [(0, 0), *((dot.x, dot.y) for dot in dots)]
    return "".join(f"m{_numbers([(x - x0, y - y0)])}h0" for (x0, y0), (x, y) in pairwise(places))


def _numbers(steps):
    """Steps as an SVG writes them, without the spaces that it can do without."""
    return " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
