"""
The sheet on paper: A4 as PDF/UA-1, set by typst (`typst/sheet.typ`).

The words go to typst as JSON in `sys.inputs` and are never a part of the markup, so that nothing
which somebody has written can be taken for an instruction.
"""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from council.letters import printable
from programme.languages import Shown
from programme.templatetags.programme_tags import ONLY_IN

FOLDER = Path(__file__).parent / "typst"


def pdf(sheet):
    """The sheet that `sheet.in_words` has made, as the bytes of a PDF file; one page."""
    return typst.compile(
        FOLDER / "sheet.typ",
        root=FOLDER,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(sheet, default=_plain)},
        pdf_standards=["ua-1"],
        # The same words make the same bytes, so that a browser need not fetch them twice.
        timestamp=datetime.fromisoformat(sheet["day"]).replace(tzinfo=UTC),
    )


@cache
def _fonts():
    """Our own typeface and no other: a page looks the same wherever it is made."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[FOLDER / "fonts"],
    )


def _plain(told):
    """A `Shown` as typst reads it; anything else that is left is a text to be translated."""
    if isinstance(told, Shown):
        mark = str(ONLY_IN[told.language]) if told.is_fallback else ""
        return {"text": printable(told.text), "language": told.language, "mark": mark}
    return str(told)
