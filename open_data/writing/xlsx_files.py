"""
A workbook of one sheet (ECMA-376), written while it is read.

The same rows make the same bytes, which libraries do not do: they write down the time. Texts
are guarded as in CSV, since files get converted. Excel takes no more than 1,048,576 rows.
"""

import re
from decimal import Decimal
from html import escape
from io import RawIOBase
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from open_data.reading import in_words
from programme.guarding import guarded
from programme.numbers import plain

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
# What XML 1.0 cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Pipe(RawIOBase):
    """Takes what is written, to be fetched a piece at a time."""

    def __init__(self):
        self.held = []

    def writable(self):
        return True

    def write(self, data):
        self.held.append(bytes(data))
        return len(data)

    def fetch(self):
        """What has been written since."""
        data, self.held = b"".join(self.held), []
        return data


def pieces(table):
    """The bytes of a table, some rows at a time."""
    pipe = Pipe()
    with ZipFile(pipe, "w") as archive:
        workbook = (
            f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}/relationships"><sheets>'
            f'<sheet name="{table.dataset.name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        )
        for name, text in (PARTS | {"xl/workbook.xml": workbook}).items():
            archive.writestr(_part(name), XML + text)
        with archive.open(_part("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(f'{XML}<worksheet xmlns="{SHEET}"><sheetData>'.encode())
            sheet.write(_row(table.names))
            for row in table.rows:
                sheet.write(_row(row))
                if pipe.held:
                    yield pipe.fetch()
            sheet.write(b"</sheetData></worksheet>")
    yield pipe.fetch()


def _part(name):
    """A part of the archive, as if always made at the same time."""
    part = ZipInfo(name)
    part.compress_type = ZIP_DEFLATED
    return part


def _row(cells):
    return f"<row>{''.join(map(_cell, cells))}</row>".encode()


def _cell(value):
    if value is None or value == []:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | Decimal):
        return f"<c><v>{plain(value)}</v></c>"
    text = escape(UNWRITABLE.sub("\ufffd", guarded(in_words(value))), quote=False)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
