"""Workbooks (XLSX): every cell a text, never a formula; nothing is opened that could burst."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEGABYTE = 1024 * 1024
FILE_LIMIT = 2 * MEGABYTE
UNPACKED_LIMIT = 20 * MEGABYTE
PARTS_LIMIT = 100
ROWS_LIMIT = 10_000
# What openpyxl raises, somewhere, for a file that is not what it says; defusedxml's are ValueErrors.
DAMAGES = (
    BadZipFile,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    SyntaxError,
    OSError,
    AttributeError,
)


class Unreadable(Exception):
    """A file that cannot be taken; says why in the reader's language."""


def write_workbook(title, explanation, headings, widths, rows):
    """A workbook as bytes: the explanation, the headings, then a row of texts each."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for letter, width in zip("ABCDEFGHIJ", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"
    sheet.append([_cell(sheet, explanation, wrap=False)])
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet, text, *, bold=False, wrap=True):
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(text)))
    # A text that begins with = would be run as a formula, here or when somebody edits it.
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def read_workbook(file, columns):
    """
    The rows below the headings of the first sheet, as (line, [text, …]); empty rows are left out.

    A cell that holds no text (a formula, a date) comes as None. Raises Unreadable.
    """
    _refuse_bombs(file)
    try:
        sheet = load_workbook(file, read_only=True).worksheets[0]
        rows = list(sheet.iter_rows(min_row=3, max_row=ROWS_LIMIT + 3, max_col=columns))
        read = [(line, [_text(cell) for cell in row]) for line, row in enumerate(rows, start=3)]
    except DAMAGES:
        raise Unreadable(_("This file cannot be read as a workbook (XLSX).")) from None
    if len(read) > ROWS_LIMIT:
        raise Unreadable(_("The workbook has more than %d rows. Send it in parts.") % ROWS_LIMIT)
    return [(line, texts + [""] * (columns - len(texts))) for line, texts in read if any(texts)]


def _refuse_bombs(file):
    if file.size > FILE_LIMIT:
        raise Unreadable(_("The file is larger than %d MB.") % (FILE_LIMIT / MEGABYTE))
    try:
        parts = ZipFile(file).infolist()
    except (BadZipFile, OSError, ValueError):
        raise Unreadable(_("This file cannot be read as a workbook (XLSX).")) from None
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise Unreadable(_("The workbook is too large when it is unpacked."))


def _text(cell):
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or cell.data_type in ("f", "d", "e"):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)
