"""Cells that the lines of several files have in common."""

from icc_site.rows import Cell
from programme.models import Programme


def programme_of(row):
    """The programme that a line names."""
    return row.one(Programme, "programme", slug=row.words("programme"))


def published_with_source(row):
    """The cells of a row that visitors may see at once."""
    source = row.text("source_url")
    return {"source_url": source, "is_public": Cell("source_url", True)}
