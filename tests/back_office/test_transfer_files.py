"""Files that are broken or meant to break something: each is a sentence, and changes nothing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from back_office.models import Import
from back_office.transfer.reading import (
    LARGEST,
    LARGEST_UNPACKED,
    MOST_COLUMNS,
    MOST_ROWS,
    BadFile,
    read,
)
from programme.guarding import guarded, unguarded
from programme.models import City
from tests.factories import make_city


def as_file(content, name="rows.csv"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def workbook(*rows, titles=("city",)):
    book = Workbook()
    book.remove(book.active)
    for title in titles:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(name, content):
    """A good workbook with one of its parts replaced."""
    old = zipfile.ZipFile(io.BytesIO(workbook(["slug", "name_en"], ["pori", "Pori"])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    return file.getvalue()


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&d;</t></is></c></row></sheetData></worksheet>"""
OUTSIDE = LAUGHS.replace(b'<!ENTITY a "lol">', b'<!ENTITY a SYSTEM "file:///etc/passwd">')
SHEET = "xl/worksheets/sheet1.xml"
HEADING = "slug,name_en\n"

HOSTILE = {
    "empty": b"",
    "blanks only": b"  \n\n ",
    "heading only": HEADING,
    "no heading": ",,\npori,Pori,\n",
    "unnamed column": "slug,,name_en\npori,x,Pori\n",
    "column twice": "slug,slug\na,b\n",
    "unknown column": "slug,owner\npori,x\n",
    "without its key": "name_en\nPori\n",
    "primary key": "id,slug,name_en\n1,pori,Pori\n",
    "too many cells": HEADING + "pori,Pori,more\n",
    "cp1252": "slug,name_en\npori,Björneborg\n".encode("cp1252"),
    "UTF-16": "slug,name_en\npori,Pori\n".encode("utf-16"),
    "NULs": b"slug,name_en\npori,Po\0ri\n",
    "open quotation": 'slug,name_en\npori,"Pori\n',
    "cell of 1 MB": HEADING + "pori," + "x" * 1024**2,
    "20,001 columns": ",".join(f"c{n}" for n in range(20_001)) + "\nx\n",
    "too many rows": HEADING + "a,b\n" * (MOST_ROWS + 1),
    "too large": b"x" * (LARGEST + 1),
    "PDF": b"%PDF-1.7\n\xff\xfe\n",
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "cut workbook": workbook(["slug"], ["pori"])[:500],
    "CSV before a workbook": HEADING.encode() + workbook(["slug"], ["pori"]),
    "archive that is no workbook": with_part("[Content_Types].xml", b"<nothing/>"),
    "workbook without sense": with_part(SHEET, b"not XML at all"),
    "billion laughs": with_part(SHEET, LAUGHS),
    "file of the server": with_part(SHEET, OUTSIDE),
    "bomb": with_part("xl/media/bomb.bin", b"\0" * (LARGEST_UNPACKED + 1)),
    "formula": workbook(["slug", "name_en"], ["pori", '=HYPERLINK("https://example.org")']),
    "error in a cell": workbook(["slug", "name_en"], ["pori", "#REF!"]),
    "several sheets": workbook(["slug"], ["pori"], titles=("a", "b")),
    "wide workbook": workbook([f"c{n}" for n in range(MOST_COLUMNS + 5)], ["x"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_bad_file_is_a_sentence(staff_client, content):
    make_city(slug="pori", name_en="Arctopolis")
    data = {"of": "programme.city", "file": as_file(content)}

    answer = staff_client.post(reverse("admin:programme_city_import"), data)

    assert (answer.status_code, answer.streaming) == (200, False)
    [sentence] = answer.context["form"].errors["file"]
    assert len(sentence) > 10
    assert "root:" not in sentence
    assert not Import.objects.exists()
    assert City.objects.get().name_en == "Arctopolis"


def test_directory_of_an_archive_that_lies_is_not_believed():
    content = bytearray(with_part("xl/media/bomb.bin", b"\0" * (LARGEST_UNPACKED + 1)))
    true = (LARGEST_UNPACKED + 1).to_bytes(4, "little")
    assert content.count(true) == 2
    lie = bytes(content).replace(true, (10).to_bytes(4, "little"))

    with pytest.raises(BadFile):
        read(as_file(lie), "city")


def test_sheet_that_claims_to_be_endless_is_read_as_far_as_it_goes():
    content = with_part(
        SHEET,
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>slug</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>pori</t></is></c></row>'
        b"</sheetData></worksheet>",
    )

    sheet = read(as_file(content), "city")

    assert (sheet.columns, sheet.rows) == (["slug"], [[2, ["pori"]]])


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffslug,name_en\r\npori,Pori\r\n",
        "slug;name_en\npori;Pori\n",
        "slug\tname_en\npori\tPori\n",
        'slug,name_en\n\npori,"Pori"\n',
        workbook(["slug", "name_en"], ["pori", "Pori"]),
        workbook(["slug", "name_en", None], ["pori", "Pori"], titles=("whatever",)),
    ],
    ids=["with BOM", "semicolons", "tabs", "empty line", "workbook", "sheet of another name"],
)
def test_good_file_is_read(content):
    sheet = read(as_file(content), "city")

    assert sheet.columns == ["slug", "name_en"]
    assert [cells for _number, cells in sheet.rows] == [["pori", "Pori"]]


def test_cells_of_a_workbook_are_read_as_a_csv_file_has_them():
    from_excel = workbook(["a", "b", "c"], [5.0, True, 61.485])

    assert read(as_file(from_excel), "city").rows == [[2, ["5", "1", "61.485"]]]


@given(st.text())
def test_guard_goes_out_and_in_again(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
