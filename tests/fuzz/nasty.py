"""What a browser, a robot or somebody with time on their hands may send."""

import io
import zipfile

from hypothesis import strategies as st

# Never part of a page but by what was sent: `<fuzz` in a page is an element that came in from outside.
TEXTS = [
    *[
        "",
        " ",
        "\n",
        "\0",
        "a\0b",
        "\x01\x1b\x7f\x9f",
        "\ufeff",
        "\ufffe\uffff",
        "\ud800",
        "\udfff\ud800",
    ],
    *[
        "\u202efuzz\u202c",
        "\u2066fuzz",
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "e\u0301" * 50,
        "ﷺ" * 30,
        "\u0130\u0131\u017f\u212a",
        "ÅÄÖåäö",
        "עברית عربى",
    ],
    *[
        "'",
        '"',
        "' OR 1=1--",
        "'; DROP TABLE programme_city;--",
        "%",
        "%s%n%x",
        "_%\\",
        "\\",
        "$1",
        "*",
    ],
    *[
        "fuzz{{7*7}}fuzz",
        "{% raw %}",
        "{% include 'x' %}",
        "{{ settings.SECRET_KEY }}",
        "${7*7}",
        "%(fuzz)s",
        "{0.x}",
    ],
    *[
        "<fuzz>",
        '"><fuzz>',
        "'><fuzz>",
        '" onfuzz="1',
        "</script><fuzz>",
        "</textarea><fuzz>",
        "--><fuzz>",
    ],
    *[
        "javascript:fuzz",
        "[x](javascript:fuzz)",
        "<![CDATA[<fuzz>]]>",
        "&#60;fuzz&#62;",
        "<svg/onload=fuzz>",
    ],
    *[
        "../../../../etc/passwd",
        "..%2f..%2fetc",
        "/etc/passwd",
        "C:\\Windows\\x",
        "file:///etc/passwd",
        ".",
    ],
    *[
        "//evil.example",
        "https://evil.example/",
        "\\\\evil.example",
        "/\\evil.example",
        "https:evil.example",
    ],
    *[
        "fuzz\r\nX-Fuzz: 1",
        "\r\n\r\n<fuzz>",
        "a@b",
        "a@b.example\nBcc: c@d.example",
        "fuzz@example.org",
    ],
    *[
        "0",
        "-1",
        "1",
        "2",
        "1e309",
        "1e-400",
        "NaN",
        "sNaN",
        "Infinity",
        "-0",
        "9" * 18,
        "9" * 30,
        "9" * 400,
        "9" * 5000,
    ],
    *["١٢٣", "²", "1_000", "0x10", "1,5", "1.5", "+1", "1 000", "99999999999999999999.5"],
    *[
        "2026-02-30",
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "2026-13",
        "2026-05",
        "2026",
        "0000",
    ],
    *[
        "24:60",
        "23:59:60",
        "2026-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
    ],
    *[
        "2026-03-29 03:30",
        "2026-W60",
        "-",
        "--",
        "=1+1",
        "+cmd|' /C calc'!A0",
        "@SUM(1)",
        "null",
        "None",
        "true",
        "on",
    ],
    *[
        "[]",
        "{}",
        "[[",
        '{"a":',
        '"\\ud800"',
        '{"id": null}',
        "[" * 5000,
        "a" * 5000,
        "a," * 3000,
        "(" * 500,
        "a " * 2000,
    ],
    *[
        "fi",
        "sv",
        "en",
        "xx",
        "fi,sv",
        "csv",
        "xlsx",
        "json",
        "all",
        "pori",
        "-1,-2",
        "1.2.3",
        "x__y",
        "__class__",
    ],
]
LONG = [
    "a" * 1_000_000,
    "ä" * 500_000,
    "<fuzz>" * 150_000,
    "[a](" * 200_000,
    "\n" * 1_000_000,
    "9" * 1_000_000,
]
texts = st.one_of(st.sampled_from(TEXTS), st.text(st.characters(codec=None), max_size=40))


def archive(**members):
    """A ZIP file; Office documents are such."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def workbook(sheet):
    """An XLSX file as far as its folder says."""
    kept = {"[Content_Types].xml": "<Types/>", "xl__workbook.xml": "<workbook/>"}
    return archive(**kept, **{"xl__worksheets__sheet1.xml": sheet})


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;&c;</a>'
GIF = b"GIF89a/*" + b"\x00" * 20 + b"*/=1;<fuzz>"
FILES = [
    *[
        b"",
        b"\0",
        b"fuzz",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf",
        "ä;ö\n1;2\n".encode("utf-16"),
        b"\xe4;\xf6\n",
    ],
    *[
        b"%PDF-1.7\n<fuzz>",
        b"%PDF-" + b"PK\x03\x04" * 9,
        GIF,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        b"RIFF\0\0\0\0WEBP",
    ],
    *[
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"<svg onload='fuzz'/>",
        b"<?php fuzz ?>",
        b"MZ\x90\0",
        b"#!/bin/sh\n",
        b"PK\x03\x04",
    ],
    *[
        b"slug,name_fi\n" + b"x,y\n" * 3000,
        b"slug\0,name\n",
        b'"' * 999,
        b"," * 100_000,
        b"\n" * 100_000,
    ],
    *[
        b"code,title_fi\n1.A.1,<fuzz>\n",
        b"code;title_fi\n=1+1;{{7*7}}\n",
        b"slug,slug,slug\na,b,c\n",
        b"id\n1\n2\n",
    ],
    *[
        workbook(b"\0" * 30_000_000),
        workbook(ENTITIES),
        workbook("<fuzz>"),
        archive(**{"..__..__x": b"y"}),
    ],
    *[
        archive(**{"[Content_Types].xml": "", "word__x": "", "word__vbaProject.bin": ""}),
        archive(a=archive(b=b"\0" * 10_000_000)),
    ],
    *[b"[" * 50_000, b'{"a": "\\ud800"}', ENTITIES.encode(), b"BEGIN:VCALENDAR\r\n" * 99],
]
NAMES = [
    "a.csv",
    "a.xlsx",
    "a.pdf",
    "a.png",
    "../../a.csv",
    "a.csv\0.png",
    "<fuzz>.csv",
    "ä" * 300 + ".csv",
    ".htaccess",
    "a",
    "",
]
files = st.tuples(st.sampled_from(NAMES), st.sampled_from(FILES))

BODIES = [
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
    ("multipart/form-data; boundary=x", b"--y--\r\n"),
    ("multipart/form-data", b"--x\r\n"),
    ("multipart/form-data; boundary=" + "x" * 500, b""),
    (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name*=utf-8''%ff\r\n\r\n1\r\n--x--",
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name=a; filename="\xff"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--',
    ),
    ("application/x-www-form-urlencoded; charset=utf-16", b"a=%ff%fe"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"login=%E4&password=%00"),
    ("application/x-www-form-urlencoded", b"login=%ff%fe&password=%ed%a0%80&page=%"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(1500))),
    ("application/x-www-form-urlencoded", b"&=&==&%00=%00&" * 50),
    ("application/json", b'{"login": "\\ud800", "a": [NaN, 1e999]}'),
    ("application/json; charset=utf-7", b"+ADw-fuzz+AD4-"),
    ("text/xml", ENTITIES.encode()),
    ("", b"fuzz"),
    ("\xff", b"\xff"),
]
