"""One JSON object (RFC 8259): what the file is, and its rows as objects."""

import json
from decimal import Decimal

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def pieces(table):
    """The bytes of a table, a row at a time."""
    head = {"dataset": table.dataset.name, "form": table.form, "licence": LICENCE}
    yield written(head)[:-1] + b', "rows": ['
    separator = b"\n"
    for row in table.rows:
        yield separator + written(dict(zip(table.names, row, strict=True)))
        separator = b",\n"
    yield b"\n]}\n"


def written(thing):
    """A thing as JSON in UTF-8; a decimal as the number that it is."""
    return json.dumps(thing, ensure_ascii=False, default=number).encode()


def number(value):
    """A decimal as JSON has numbers. Raises TypeError for anything else."""
    if not isinstance(value, Decimal):
        raise TypeError(value)
    return int(value) if value == value.to_integral_value() else float(value)
