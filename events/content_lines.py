"""
The lines of a calendar file (RFC 5545).

The icalendar library writes the same bytes, which the tests hold this to; but it takes a millisecond for each
event, since it makes an object of every value and folds a character at a time.
"""

from datetime import UTC

# Section 3.1: no line is longer than 75 octets; one that goes on begins with a space.
LONGEST = 75
# What stands before a character that belongs to it (section 3.3.11, RFC 6868).
ESCAPES = b"\\^"
# Section 3.3.11; of the characters that control, section 3.1 has no place for any but tab and line break.
WRITTEN = str.maketrans(
    dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
    | {"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": r"\n"}
)


def file_of(lines):
    """The bytes of a file of these lines, each folded and ended (section 3.1)."""
    return b"".join(map(_folded, lines))


def _folded(line):
    """A line with its end, folded where it is too long: never within a character or after an escape."""
    rest, pieces = line.encode(), []
    while len(rest) >= LONGEST:
        end = LONGEST - 1
        while rest[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        if rest[end - 1] in ESCAPES:
            end -= 1
        pieces.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"


def text(words):
    """A TEXT as it is written (section 3.3.11); any of the three line breaks is one."""
    return words.replace("\r\n", "\n").translate(WRITTEN)


def text_in(name, language, words):
    """A line with a TEXT that may say which language it is in (section 3.2.10)."""
    told = f";LANGUAGE={language}" if language else ""
    return f"{name}{told}:{text(words)}"


def moment(name, at):
    """A line with an instant, in UTC (section 3.3.5), or with a day (section 3.3.4)."""
    if hasattr(at, "hour"):
        return f"{name}:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{name};VALUE=DATE:{at:%Y%m%d}"
