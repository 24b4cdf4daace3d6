"""
Draws static/img/europe.svg, the land under the map of the network.

    python -m bin.make_map countries-10m.json            writes the file
    python -m bin.make_map --check countries-10m.json    says whether the file is what it would write

docs/decisions/0017-map.md says where the file of countries comes from and why it is drawn so.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import dist
from pathlib import Path

from django_countries.data import ALT_CODES

from programme.maps import HEIGHT, WIDTH, place

ROOT = Path(__file__).resolve().parent.parent
DRAWING = ROOT / "static/img/europe.svg"
CITIES = ROOT / "icc_site/public_data/cities.csv"

# In units of the map: what lies further outside than this is cut off.
MARGIN = 60
# A point goes when the triangle that it makes with its neighbours is smaller (square units) ...
FINEST = 260
# ... and much smaller where a city is near: coasts are told apart from the water there.
NEAR, FINEST_NEAR_CITY = 50, 4
# An island that is smaller is left out, unless a city lies on it.
SMALLEST_ISLAND = 180

CODES = {f"{number:03}": code for code, (_letters, number) in ALT_CODES.items()}
# Lands without a number of their own in Natural Earth, and lands that belong to a state.
BY_NAME = {
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Akrotiri": "GB",
    "Dhekelia": "GB",
}
BELONGS_TO = {"AX": "FI"}
# Natural Earth draws who holds Crimea; Finland and the Union say whose it is.
SIMFEROPOL, OWNER_OF_CRIMEA = (34.1, 44.95), "UA"


class World:
    """The countries of a TopoJSON file, whose borders are shared arcs."""

    def __init__(self, topology):
        (self.scale_x, self.scale_y) = topology["transform"]["scale"]
        (self.shift_x, self.shift_y) = topology["transform"]["translate"]
        self.degrees = [self._decoded(arc) for arc in topology["arcs"]]
        self.arcs = [[place(lat, lon) for lon, lat in arc] for arc in self.degrees]
        self.geometries = topology["objects"]["countries"]["geometries"]

    def _decoded(self, arc):
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * self.scale_x + self.shift_x, y * self.scale_y + self.shift_y))
        return points

    def countries(self):
        """The rings of each country that has a part on the sheet, as {code: [ring, …]}."""
        rings = defaultdict(list)
        for geometry in self.geometries:
            polygons = geometry["arcs"]
            for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
                if self._is_on_sheet(polygon[0]):
                    rings[self._owner(geometry, polygon)] += polygon
        return {code: self._dissolved(rings[code]) for code in sorted(rings)}

    def _owner(self, geometry, polygon):
        if is_inside(SIMFEROPOL, joined(polygon[0], self.degrees)):
            return OWNER_OF_CRIMEA
        name = geometry["properties"]["name"]
        code = CODES.get(geometry.get("id")) or BY_NAME.get(name) or name
        return BELONGS_TO.get(code, code)

    def _is_on_sheet(self, ring):
        return any(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in joined(ring, self.arcs))

    def _dissolved(self, rings):
        """The rings without the borders between them."""
        arcs = {arc for ring in rings for arc in ring}
        inner = {arc for arc in arcs if ~arc in arcs}
        kept = [ring for ring in rings if not inner.intersection(ring)]
        loose = [arc for ring in rings if ring not in kept for arc in ring if arc not in inner]
        while loose:
            ring = [loose.pop(0)]
            while self._start(ring[0]) != self._start(~ring[-1]):
                follows = (arc for arc in loose if self._start(arc) == self._start(~ring[-1]))
                ring.append(next(follows))
                loose.remove(ring[-1])
            kept.append(ring)
        return kept

    def _start(self, arc):
        return self.degrees[arc][0] if arc >= 0 else self.degrees[~arc][-1]


def joined(ring, arcs):
    """The points of a ring that is given by its arcs; ~n is arc n backwards."""
    points = []
    for arc in ring:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points += line[1:] if points else line
    return points


def is_inside(point, ring):
    """Whether a closed ring goes round a point."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def area(ring):
    """The area within a ring of points, closed or not."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def simplified(points, finest):
    """The points that matter (Visvalingam and Whyatt); `finest` tells how fine it is at a point."""
    before, after = [i - 1 for i in range(len(points))], [i + 1 for i in range(len(points))]

    def weight(i):
        return area([points[before[i]], points[i], points[after[i]]]) / finest(points[i])

    weights = {i: weight(i) for i in range(1, len(points) - 1)}
    least = [(worth, i) for i, worth in weights.items()]
    heapify(least)
    while least and least[0][0] < 1:
        worth, i = heappop(least)
        if weights.get(i) != worth:
            continue
        del weights[i]
        before[after[i]], after[before[i]] = before[i], after[i]
        for neighbour in (before[i], after[i]):
            if neighbour in weights:
                weights[neighbour] = max(worth, weight(neighbour))
                heappush(least, (weights[neighbour], neighbour))
    return [points[i] for i in [0, *sorted(weights), len(points) - 1]]


def clipped(ring):
    """What of a ring lies on the sheet (Sutherland and Hodgman)."""
    edges = [(0, -MARGIN, 1), (0, WIDTH + MARGIN, -1), (1, -MARGIN, 1), (1, HEIGHT + MARGIN, -1)]
    for axis, limit, sign in edges:
        kept = []
        for start, end in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            leaves = (start[axis] - limit) * sign >= 0
            arrives = (end[axis] - limit) * sign >= 0
            if leaves != arrives:
                part = (limit - start[axis]) / (end[axis] - start[axis])
                kept.append(tuple(a + part * (b - a) for a, b in zip(start, end, strict=True)))
            if arrives:
                kept.append(end)
        ring = kept
    return ring


def path(rings):
    """The commands that draw rings: integers, each relative to the one before."""
    drawn, at = [], (0, 0)
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring]
        points = [there for here, there in pairwise([points[-1], *points]) if there != here]
        if len(points) > 2:
            steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise([at, *points])]
            drawn.append("m" + " ".join(f"{x} {y}" for x, y in steps) + "z")
            at = points[0]
    return "".join(drawn).replace(" -", "-")


def cities():
    """Where the cities of the starting data lie, those beside the map as well."""
    with CITIES.open(encoding="utf-8", newline="") as lines:
        return [place(row["latitude"], row["longitude"]) for row in csv.DictReader(lines)]


def is_worth_drawing(shape, towns):
    """Whether a ring can be seen on the map, or tells a city from the water."""
    if len(shape) < 3:
        return False
    return area(shape) >= SMALLEST_ISLAND or any(
        is_inside(town, [*shape, shape[0]]) for town in towns
    )


def drawing(topology):
    """The whole file."""
    towns = cities()

    def finest(point):
        near = any(dist(point, town) < NEAR for town in towns)
        return FINEST_NEAR_CITY if near else FINEST

    world = World(topology)
    countries = world.countries()
    used = {arc if arc >= 0 else ~arc for rings in countries.values() for r in rings for arc in r}
    arcs = {arc: simplified(world.arcs[arc], finest) for arc in used}
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><g id="land">'
    ]
    for code, rings in countries.items():
        shapes = [clipped(joined(ring, arcs)[:-1]) for ring in rings]
        if commands := path(shape for shape in shapes if is_worth_drawing(shape, towns)):
            lines.append(f'<path id="{code}" d="{commands}"/>')
    return "\n".join([*lines, "</g></svg>", ""])


def main():
    """Write the file, or say whether it is as it would be written."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("countries", type=Path, help="countries-10m.json of world-atlas")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    options = parser.parse_args()
    land = drawing(json.loads(options.countries.read_text(encoding="utf-8")))
    if not options.check:
        DRAWING.write_text(land, encoding="utf-8")
    elif DRAWING.read_text(encoding="utf-8") != land:
        sys.exit(f"{DRAWING.relative_to(ROOT)} is not what would be drawn from this file.")


if __name__ == "__main__":
    main()
