"""Writing a table as a file: CSV (RFC 4180, UTF-8) or a workbook."""

import csv
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from programme.guarding import guarded

# Excel keeps no longer text in a cell.
LONGEST_IN_WORKBOOK = 32_767
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class TooLong(Exception):
    """A text that a workbook cannot hold whole."""


def rows_of(table, things):
    """The rows of a file: texts, guarded unless they are numbers."""
    columns = table.columns
    several = [name for name, column in columns.items() if column.is_several]
    for thing in things.prefetch_related(*several).iterator(chunk_size=2000):
        texts = table.texts(thing)
        yield [
            texts[name] or "" if column.widget.is_number else guarded(texts[name] or "")
            for name, column in columns.items()
        ]


def as_csv(table, things):
    """The bytes of a CSV file, with the mark by which Excel knows UTF-8."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(table.columns)
    writer.writerows(rows_of(table, things))
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(table, things):
    """The bytes of a workbook with one sheet named after the model. Raises TooLong."""
    rows = list(rows_of(table, things))
    if any(len(text) > LONGEST_IN_WORKBOOK for row in rows for text in row):
        raise TooLong
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table._meta.model._meta.model_name)
    sheet.freeze_panes = "B2"
    sheet.append([_cell(sheet, name, Font(bold=True)) for name in table.columns])
    is_number = [column.widget.is_number for column in table.columns.values()]
    for row in rows:
        sheet.append(
            [
                _number(text) if number else _cell(sheet, text)
                for text, number in zip(row, is_number, strict=True)
            ]
        )
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet, text, font=None):
    """A cell that is a text whatever it looks like."""
    if not text:
        return None
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell


def _number(text):
    """A number as such where a spreadsheet keeps all its digits, else as a text."""
    if not text:
        return None
    number = float(text) if "." in text else int(text)
    return number if len(text.strip("-").replace(".", "")) <= 15 else text


WRITERS = {"xlsx": as_xlsx, "csv": as_csv}
