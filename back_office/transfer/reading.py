"""
Reading a file that somebody has uploaded, without trusting a byte of it.

What it is, is read from what it holds. Everything that is wrong is a sentence (`BadFile`).
"""

import csv
import zipfile
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook

LARGEST = 10 * 1024**2
# What a workbook unpacks to, and what its cells say; one of 442 kB has kept a server busy for 37 s.
LARGEST_UNPACKED = 20 * 1024**2
MOST_PARTS = 1000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 100_000


class BadFile(Exception):
    """A file that cannot be read, with the reason as a sentence."""


class Sheet(NamedTuple):
    """The heading and the rows of a file; each row with the number that people see."""

    columns: list
    rows: list


def read(upload, name):
    """The `Sheet` in an uploaded file; `name` is that of the sheet of a workbook. Raises BadFile."""
    if upload.size > LARGEST:
        raise BadFile(
            _("The file is larger than %(most)s megabytes.") % {"most": LARGEST // 1024**2}
        )
    content = upload.read()
    if not content.strip():
        raise BadFile(_("The file is empty."))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile(
            _("This is an old or protected workbook. Save it as XLSX without a password.")
        )
    is_workbook = content.startswith(b"PK\x03\x04")
    lines = _lines_of_workbook(content, name) if is_workbook else _lines_of_text(content)
    return _sheet(_within_limits(lines))


def _sheet(lines):
    (_number, heading), *others = lines or [(1, [])]
    columns = [cell.strip() for cell in heading]
    while columns and not columns[-1]:
        columns.pop()
    if "" in columns or not columns:
        raise BadFile(_("A column has no name in the first row."))
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise BadFile(_("These columns stand twice: %(names)s.") % {"names": ", ".join(twice)})
    for number, cells in others:
        if any(cells[len(columns) :]):
            raise BadFile(_("Row %(number)s has more cells than columns.") % {"number": number})
    if not others:
        raise BadFile(_("The file has no rows below its heading."))
    width = len(columns)
    return Sheet(columns, [[number, (cells + [""] * width)[:width]] for number, cells in others])


def _within_limits(lines):
    """The lines that are not empty. Raises BadFile as soon as there is too much of anything."""
    kept, size = [], 0
    for number, cells in lines:
        size += sum(map(len, cells))
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise BadFile(
                _("The file has more than %(most)s columns.") % {"most": f"{MOST_COLUMNS}"}
            )
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise BadFile(_("A cell of row %(number)s is too long.") % {"number": number})
        if any("\0" in cell for cell in cells):
            raise BadFile(_("Row %(number)s has characters that are no text.") % {"number": number})
        if any(cells):
            kept.append((number, cells))
        if len(kept) > MOST_ROWS + 1:
            raise BadFile(
                _("The file has more than %(most)s rows. Divide it.") % {"most": f"{MOST_ROWS:,}"}
            )
        if size > LARGEST_UNPACKED:
            raise BadFile(_too_large())
    return kept


def _too_large():
    most = {"most": LARGEST_UNPACKED // 1024**2}
    return _("The file unpacks to more than %(most)s megabytes.") % most


def _lines_of_text(content):
    if b"\0" in content:
        raise BadFile(_("The file is neither a workbook (XLSX) nor a CSV file in UTF-8."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(
            _(
                "The file is not in UTF-8. In Excel choose “CSV UTF-8” when you save, or save as XLSX."
            )
        ) from None
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        # Numbered as a spreadsheet numbers them: a row may be several lines.
        yield from enumerate(reader, 1)
    except csv.Error:
        raise BadFile(
            _(
                "The file is no correct CSV file near line %(number)s: a quotation mark may be missing, or a cell is too long."
            )
            % {"number": reader.line_num}
        ) from None


def _lines_of_workbook(content, name):
    _refuse_bomb(content)
    try:
        # defusedxml, where it is installed, keeps openpyxl from reading entities.
        book = load_workbook(BytesIO(content), read_only=True)
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        sheet = sheets.get(name) or (book.worksheets[0] if len(sheets) == 1 else None)
        if sheet is None:
            raise BadFile(
                _("The workbook has several sheets, none of them named “%(name)s”.")
                % {"name": name}
            )
        # Not as far as the sheet says that it reaches.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=MOST_COLUMNS + 1)
        for number, cells in enumerate(rows, 1):
            yield number, [_cell(cell) for cell in cells]
    except BadFile:
        raise
    except Exception:
        # A broken workbook breaks its reader in any way that there is.
        raise BadFile(_("The workbook cannot be read. Save it anew as XLSX.")) from None


def _refuse_bomb(content):
    """Unpack it once, in pieces that are thrown away: what its directory says may be a lie."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise BadFile(_too_large())
        size = 0
        for part in parts:
            with archive.open(part) as file:
                while piece := file.read(65536):
                    size += len(piece)
                    if size > LARGEST_UNPACKED:
                        raise BadFile(_too_large())
    except BadFile:
        raise
    except Exception:
        # As many ways to be broken as there are ways to pack.
        raise BadFile(_("The workbook cannot be read. Save it anew as XLSX.")) from None


def _cell(cell):
    """The cell of a workbook as the text that a CSV file would have."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise BadFile(
            _("Cell %(cell)s holds a formula. Copy the sheet and paste it as values only.")
            % {"cell": cell.coordinate}
        )
    if cell.data_type == "e":
        raise BadFile(_("Cell %(cell)s holds an error.") % {"cell": cell.coordinate})
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
