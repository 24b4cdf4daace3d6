"""The rows of a dataset, piece by piece: however many there are, few are in memory."""

import json
from collections import defaultdict
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import islice

from programme.numbers import plain

# As many as are fetched at once.
CHUNK = 1000
AS_THEY_ARE = {type(None), bool, int, Decimal, list}
TEXTS = {type(None), str}


def read(dataset, rows=None, limit=None):
    """
    The rows as tuples in the order of `dataset.wide`, by their numbers; `rows` are some of `as_told()`.

    Cells are None, bool, int, Decimal, text or a list of these: dates and times are text
    in the words of ISO 8601, and nothing known is None.
    """
    rows = dataset.as_told() if rows is None else rows
    fetched = rows[:limit].iterator(chunk_size=CHUNK)
    columns = [column for column in dataset.columns for _name in column.names()]
    readers = [column.reads() if column.reads else None for column in columns]
    places = [dataset.wide.index(column.name) for column in dataset.lists]
    while chunk := list(islice(fetched, CHUNK)):
        pks, *columns = zip(*chunk, strict=True)
        for place, found in zip(places, _lists(dataset, pks), strict=True):
            columns.insert(place, [found[pk] for pk in pks])
        cells = [
            list(map(reads, column)) if reads else _told(column)
            for reads, column in zip(readers, columns, strict=True)
        ]
        yield from zip(*cells, strict=True)


def _told(column):
    """The cells of a column as they are told; of most columns they need no look at each."""
    kinds = set(map(type, column))
    if kinds <= AS_THEY_ARE or (kinds <= TEXTS and "" not in column):
        return column
    if all(issubclass(kind, str | None) for kind in kinds):
        # Partial dates, too, are told as the text that they are.
        return [str(cell) if cell else None for cell in column]
    return list(map(told, column))


def _lists(dataset, pks):
    """For each column of lists {row: values}, in one question."""
    found = []
    for several in (column.several for column in dataset.lists):
        values = defaultdict(list)
        for owner, value in several.pairs.filter(**_about(several.owner, pks)):
            values[owner].append(value)
        found.append(values)
    return found


def _about(owner, pks):
    """The condition for these rows, in order; by their ends where few others lie between."""
    if pks[-1] - pks[0] < 2 * len(pks):
        return {f"{owner}__gte": pks[0], f"{owner}__lte": pks[-1]}
    return {f"{owner}__in": pks}


def told(value):
    """A cell as it is told."""
    if isinstance(value, str):
        # Of partial dates, too, the text.
        return str(value) or None
    if value is None or isinstance(value, bool | int | Decimal | list):
        return value
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC).isoformat().removesuffix('+00:00')}Z"
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def in_words(value):
    """A cell as text: what is empty is not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return plain(value) if isinstance(value, Decimal) else str(value)
