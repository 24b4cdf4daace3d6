"""What the checkers hold against pages and is not ours to mend: all of it, with the reason for each."""

import re
from typing import NamedTuple


class Excuse(NamedTuple):
    """A violation that axe finds: the rule, the elements, and why it stays."""

    rule: str
    selector: str
    reason: str


class Remark(NamedTuple):
    """An error that the checker of the W3C finds: a pattern of what it says, and why it stays."""

    pattern: str
    reason: str


EXCUSES = []
REMARKS = [
    Remark(
        r"^(“(paint-order|vector-effect|container-type|r)”: Property .* doesn't exist"
        "|Unrecognized at-rule “@container”)",
        "The checker does not know these properties of SVG 2 and of CSS Containment 3; browsers do.",
    ),
    Remark(
        "^Attribute “disabled” not allowed on element “div” .* id=.id_password.>",
        "So Django draws the stored password of an account; it is no control.",
    ),
]


def is_excused(sentence):
    """Whether an error of the checker of the W3C stays."""
    return any(re.search(pattern, sentence) for pattern, _reason in REMARKS)
