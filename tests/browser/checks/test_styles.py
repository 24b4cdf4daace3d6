"""The styles and the pictures, as the checker of the W3C judges them."""

import pytest

from tests.browser.checks.excuses import is_excused
from tests.browser.checks.site import ROOT

TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml; charset=utf-8"}
FILES = sorted(path for path in ROOT.glob("static/**/*.*") if path.suffix in TYPES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_style_or_picture_is_valid(path, checker, tell):
    source = path.read_text(encoding="utf-8")

    errors, warnings = checker.judge(source, TYPES[path.suffix])

    tell(*(f"vnu warns of {path.name}: {each}" for each in warnings))
    assert len(source) > 100
    assert [each for each in errors if not is_excused(each)] == []
