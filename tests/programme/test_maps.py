import re
from itertools import pairwise
from math import cos, hypot, radians, sin
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from bin.make_map import area, is_inside, simplified
from programme import maps
from programme.models import City
from programme.templatetags.map_tags import city_map, network_picture
from tests import factories

LAND = settings.BASE_DIR / "static/img/europe.svg"
SVG = "{http://www.w3.org/2000/svg}"
# Their GeoNames points lie in the harbour, also on Natural Earth's largest scale: so many
# kilometres from the coast at most.
IN_THE_HARBOUR = {"karlskrona": 0.4, "kavala": 0.2, "split": 0.3}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def outlines():
    """The rings of each country as they are drawn, closed, by its code."""
    drawing = ElementTree.parse(LAND)
    return {
        path.get("id"): list(rings(path.get("d"))) for path in drawing.iterfind(f".//{SVG}path")
    }


def rings(commands):
    """The points of rings that are drawn by `m` and `z` alone."""
    at = (0, 0)
    for part in commands.removesuffix("z").split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        ring, (x, y) = [], at
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            ring.append((x, y))
        at = ring[0]
        yield [*ring, at]


def from_coast(point, drawn):
    """How far a point is from the nearest line, in kilometres."""
    lines = [line for ring in drawn for line in pairwise(ring)]
    return min(_from_line(point, *line) for line in lines) * maps.UNIT / 1000


def _from_line(point, start, end):
    along = end[0] - start[0], end[1] - start[1]
    way = point[0] - start[0], point[1] - start[1]
    part = (way[0] * along[0] + way[1] * along[1]) / ((along[0] ** 2 + along[1] ** 2) or 1)
    part = min(1, max(0, part))
    return hypot(way[0] - part * along[0], way[1] - part * along[1])


def make_place(latitude, longitude, **fields):
    return factories.make_city(latitude=latitude, longitude=longitude, **fields)


PORI = (61.4807, 21.7852)
TURKU = (60.4515, 22.2687)
BUSAN = (35.1017, 129.03)


# The projection


def test_projection_gives_the_published_values():
    # EPSG Guidance Note 7-2, Lambert Azimuthal Equal Area; the second is the false origin.
    example, origin = maps.laea(50, 5), maps.laea(52, 10)

    assert tuple(round(metres, 2) for metres in example) == (3962799.45, 2999718.85)
    assert origin == (4_321_000, 3_210_000)


@pytest.mark.parametrize("latitude", [36, 52, 70])
def test_projection_keeps_areas(latitude):
    tenth = [(0, 0), (0, 0.1), (0.1, 0.1), (0.1, 0)]
    middle = radians(latitude + 0.05)
    on_ellipsoid = maps.AXIS**2 * (1 - maps.ECCENTRICITY**2) * cos(middle) * radians(0.1) ** 2
    on_ellipsoid /= (1 - (maps.ECCENTRICITY * sin(middle)) ** 2) ** 2

    on_map = area([maps.laea(latitude + north, 25 + east) for north, east in tenth])

    assert on_map == pytest.approx(on_ellipsoid, rel=1e-4)


@pytest.mark.parametrize("far", [BUSAN, (-52, -170), (90, 0), (-90, 0), (28.1, -15.4)])
def test_place_outside_the_sheet_has_no_point(far):
    assert maps.project(*far) is None
    assert maps.project(*PORI) is not None


# The land


def test_land_is_light_and_has_no_style_of_its_own():
    drawing = LAND.read_text(encoding="utf-8")

    assert len(drawing.encode()) <= 60_000
    assert drawing.startswith(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {maps.WIDTH} {maps.HEIGHT}">'
    )
    elements = ElementTree.parse(LAND).iter()
    assert {name for each in elements for name in each.attrib} == {"viewBox", "id", "d"}


def test_every_member_state_and_its_neighbours_are_drawn():
    union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    neighbours = "AL BA BY CH GB IS MD ME MK NO RS RU TR UA XK"

    assert {*union.split(), *neighbours.split()} - outlines().keys() == set()


def test_land_belongs_to_whom_it_is_recognised_to_belong():
    drawn = outlines()

    def owners(latitude, longitude):
        point = maps.project(latitude, longitude)
        return [code for code in drawn if any(is_inside(point, ring) for ring in drawn[code])]

    assert owners(44.95, 34.1) == ["UA"]
    assert owners(35.3, 33.4) == ["CY"]
    assert owners(60.2, 20) == ["FI"]


def test_every_known_city_of_europe_lies_in_its_country(public_data):
    drawn = outlines()
    cities = [city for city in City.objects.all() if maps.project(city.latitude, city.longitude)]

    astray = set()
    for city in cities:
        point = maps.project(city.latitude, city.longitude)
        country = drawn[city.country.code]
        if not any(is_inside(point, ring) for ring in country):
            astray.add(city.slug)
            assert from_coast(point, country) < IN_THE_HARBOUR.get(city.slug, 0), city.slug

    assert len(cities) == 108
    assert astray == set(IN_THE_HARBOUR)


def test_line_loses_what_cannot_be_seen_and_keeps_its_ends():
    line = [(0, 0), (10, 1), (20, 0), (30, 40), (40, 0)]

    assert simplified(line, lambda point: 50) == [(0, 0), (20, 0), (30, 40), (40, 0)]
    assert simplified(line, lambda point: 5) == line


# The cities


@pytest.mark.django_db
def test_map_has_the_public_cities_and_names_the_others_beside():
    here, there = make_place(*PORI), make_place(*BUSAN)
    nowhere, draft = factories.make_city(), make_place(*TURKU, is_public=False)

    network = city_map()["network"]

    assert City.objects.filter(pk=draft.pk).exists()
    assert [dot.city for dot in network.dots] == [here]
    assert (network.outside, network.unknown) == ([there], [nowhere])


@pytest.mark.django_db
def test_marked_cities_are_drawn_above_the_others_and_home_above_all():
    home = make_place(*PORI, is_home=True, slug="a")
    marked = make_place(*TURKU, slug="b")
    other, far = make_place(60.2, 24.65, slug="c"), make_place(*BUSAN)

    network = city_map(City.objects.filter(pk=marked.pk))["network"]

    assert [dot.city for dot in network.dots] == [other, marked, home]
    assert [dot.city for dot in network.marked] == [marked]
    assert network.home.city == home
    assert far not in network.outside


def test_click_is_for_the_nearest_city(public_data):
    dots = {dot.city.slug: dot for dot in city_map()["network"].dots}

    def nearest(x, y):
        return min(dots.values(), key=lambda dot: hypot(dot.x - x, dot.y - y))

    for dot in dots.values():
        # Nine tenths of the way to each corner; at the corner itself two may be as near.
        inner = [(dot.x + x * 0.9, dot.y + y * 0.9) for x, y in dot.area]
        assert len(inner) > 2
        assert {nearest(x, y)[1:3] for x, y in inner} == {(dot.x, dot.y)}
    assert dots["skelleftea"].area == maps.OCTAGON
    assert dots["tortoreto"].area != maps.OCTAGON


@pytest.mark.django_db
def test_two_cities_in_one_place_both_can_be_clicked():
    make_place(*PORI)
    make_place(*PORI)

    assert [dot.area for dot in city_map()["network"].dots] == [maps.OCTAGON, maps.OCTAGON]


@pytest.mark.django_db
def test_name_of_home_stands_where_it_hides_fewer_cities():
    home = make_place(*PORI, is_home=True)
    make_place(61.4991, 23.7871)

    beside_tampere = city_map()["network"]
    City.objects.exclude(pk=home.pk).update(longitude=20)

    assert beside_tampere.is_home_named_on_the_left
    assert not city_map()["network"].is_home_named_on_the_left


@pytest.mark.django_db
def test_page_of_cities_marks_those_that_match(client):
    make_place(*PORI, name_en="Pori", slug="pori", is_home=True)
    make_place(*TURKU, name_en="Turku", slug="turku")
    make_place(56.16, 15.59, name_en="Karlskrona", slug="karlskrona", country="SE")

    def marks(query):
        html = client.get(reverse("programme:city_list") + query).content.decode()
        drawn = html[html.index('viewBox="0 0 8080') : html.index('class="map__beside"')]
        found = re.findall(r"<title>(\w+), (\w+)</title>.*?class=\"(map__(?!reach)[^\"]+)\"", drawn)
        return found, re.findall(r'<p class="map__sentence">([^<]+)</p>', html)[0].split()

    everything, sentence = marks("")
    swedish, narrowed = marks("?country=SE")

    assert everything == [
        ("Karlskrona", "Sweden", "map__dot"),
        ("Turku", "Finland", "map__dot"),
        ("Pori", "Finland", "map__home"),
    ]
    assert " ".join(sentence).startswith("The map shows 3 cities of the network.")
    assert swedish == [
        ("Turku", "Finland", "map__other"),
        ("Karlskrona", "Sweden", "map__dot"),
        ("Pori", "Finland", "map__home map__home--other"),
    ]
    assert " ".join(narrowed).startswith("1 of the 3 cities on the map is marked.")


@pytest.mark.django_db
def test_map_says_what_it_cannot_show(client):
    make_place(*PORI)
    make_place(*BUSAN, name_en="Busan", country="KR")
    factories.make_city(name_en="Nowhere")

    html = client.get(reverse("programme:city_list")).content.decode()
    sentence = " ".join(re.findall(r'<p class="map__sentence">([^<]+)</p>', html)[0].split())
    beside = html[html.index('class="map__beside"') : html.index("<table>")]

    assert sentence == (
        "The map shows 1 city of the network. 1 city lies outside the map and is named beside it. "
        "1 city has no known place and is named beside the map. The same cities are listed below."
    )
    assert re.findall(r"<p class=\"map__heading\">([^<]+)|-1\">([^<]+)</a>", beside) == [
        ("Outside the map", ""),
        ("", "Busan"),
        ("Place not known", ""),
        ("", "Nowhere"),
    ]


def test_keyboard_reaches_each_city_once_in_the_order_of_the_table(client, public_data):
    html = client.get(reverse("programme:city_list")).content.decode()
    links = re.findall(r'<a href="/en/cities/([^/"]+)/"([^>]*)>', html)
    slugs = list(City.objects.values_list("slug", flat=True))

    assert [slug for slug, attributes in links if not attributes] == slugs
    assert sorted(slug for slug, attributes in links if attributes) == sorted(slugs)
    assert {attributes for _slug, attributes in links} == {"", ' tabindex="-1"'}
    assert html.index('class="map__sheet" aria-hidden="true"') < html.index('tabindex="-1"><title>')


@pytest.mark.django_db
def test_without_a_match_there_is_no_map(client):
    make_place(*PORI)
    make_place(*BUSAN, country="KR")
    address = reverse("programme:city_list")

    nothing = client.get(address + "?country=KR&programme=none&q=Pori").content.decode()

    assert "Nothing matches all the choices." in nothing
    assert "map__picture" not in nothing
    assert "map__picture" in client.get(address).content.decode()


@pytest.mark.django_db
def test_map_of_a_basket_marks_its_cities(client):
    basket = factories.make_basket()
    inside, outside = make_place(*PORI), make_place(*TURKU)
    for city in (inside, outside):
        part = factories.make_participation(city=city, programme=basket.programme)
        factories.make_membership(participation=part, basket=basket if city == inside else None)

    network = city_map(City.objects.filter(participations__baskets=basket))["network"]
    html = client.get(basket.get_absolute_url()).content.decode()

    assert [dot.city for dot in network.marked] == [inside]
    assert [dot.city for dot in network.others] == [outside]
    assert "1 of the 2 cities on the map is marked." in html


@pytest.mark.parametrize("query", ["", "?country=FI"])
@pytest.mark.django_db
def test_map_asks_as_many_queries_for_three_cities_as_for_one(client, query):
    address = reverse("programme:city_list") + query

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).content.count(b"map__reach") == City.objects.count()
        return len(queries)

    make_place(*PORI, is_home=True)
    count()
    for_one = count()
    make_place(*TURKU)
    make_place(60.2, 24.65)

    assert count() == for_one


# The picture


def test_picture_is_one_small_link_with_its_meaning_in_words(client, public_data):
    html = client.get(reverse("home")).content.decode()
    picture = html[html.index('<a class="network-picture"') :]
    picture = picture[: picture.index("</a>")]

    assert len(picture.encode()) <= 5_000
    assert picture.startswith('<a class="network-picture" href="/en/cities/?programme=icc">')
    assert picture.count("h0") == 107
    assert "Map of the network: 108 cities in Europe. Pori is marked." in picture
    assert picture.count("<a ") == 1


@pytest.mark.django_db
def test_picture_shows_the_cities_of_the_programme():
    member, _other = factories.make_participation(city=make_place(*PORI)), make_place(*TURKU)

    of_programme = network_picture({"home_city": None}, member.programme)
    of_all = network_picture({"home_city": None})

    assert [dot.city.pk for dot in of_programme["network"].dots] == [member.city_id]
    assert len(of_all["network"].dots) == 2


def test_page_of_a_city_shows_where_it_lies_if_that_is_known(db, client):
    here = factories.make_city(latitude=61.4851, longitude=21.7974)
    outside = factories.make_city(latitude=35.1028, longitude=129.0403)
    unknown = factories.make_city()

    pages = [
        client.get(each.get_absolute_url()).content.decode() for each in (here, outside, unknown)
    ]

    x, y = (round(way) for way in maps.project(61.4851, 21.7974))
    assert f'cx="{x}" cy="{y}"' in pages[0]
    assert ["map__picture" in page for page in pages] == [True, False, False]
