"""One bad request: made, sent, and judged by what must never happen."""

import re
import time
from html import unescape
from urllib.parse import quote_from_bytes, urlsplit
from xml.etree import ElementTree

from django.db import transaction
from django.forms import BaseForm
from django.test import Client

# What no page may hold: an element, an attribute or a result that came in from outside.
CAME_IN = re.compile(rb'<fuzz|" onfuzz=|fuzz49fuzz|root:x:0:0')
SLOWEST = 15  # Seconds of the processor.


class Counter:
    """How many inputs have been tried in this process."""

    tried = 0


def encoded(text):
    """A text as it stands in an address or in the body of a form, also if no text can hold it."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def form_body(pairs):
    """Fields as a browser sends them."""
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in pairs).encode()


def file_body(pairs, files):
    """Fields and files as a browser sends them, with boundary “fuzz-boundary”."""
    parts = []
    for name, value in pairs:
        parts.append(_part(f'name="{name}"', value.encode("utf-8", "surrogatepass")))
    for name, (filename, content) in files:
        filename = filename.replace("\0", "%00")
        parts.append(_part(f'name="{name}"; filename="{filename}"', content))
    return b"".join([*parts, b"--fuzz-boundary--\r\n"])


def _part(about, content):
    head = f"--fuzz-boundary\r\nContent-Disposition: form-data; {about}\r\n\r\n".encode()
    return head + content + b"\r\n"


def send(cookies, method, path, query="", body=b"", content_type="", **headers):
    """Send it as whoever the cookies say, undo what it has changed, and judge the answer."""
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    Counter.tried += 1
    started = time.process_time()
    with transaction.atomic():
        answer = client.generic(method, path, body, content_type, QUERY_STRING=query, **headers)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    assert time.process_time() - started < SLOWEST, "too slow"
    judge(answer, content)
    return answer


def judge(answer, content):
    """No failure, nothing that came in from outside, no way out, and a sentence with each refusal."""
    assert answer.status_code < 500
    assert "X-Fuzz" not in answer
    to = urlsplit(answer.get("Location", "/"))
    assert to.netloc in ("", "testserver"), answer["Location"]
    assert "\\" not in answer.get("Location", "").split("?")[0]
    kind = answer.get("Content-Type", "")
    if "html" in kind:
        found = CAME_IN.search(content)
        assert not found, content[max(found.start() - 200, 0) : found.end() + 100]
        if answer.request["REQUEST_METHOD"] == "POST":
            _says_why(answer, content.decode())
    if kind.partition(";")[0].endswith("xml") and content:
        ElementTree.fromstring(content)


def _says_why(answer, html):
    """Each form that refuses says so: a sentence of its errors, or the page's own in its summary."""
    shown = " ".join(unescape(html).split())
    for context in answer.context or []:
        for value in context.dicts[-1].values() if hasattr(context, "dicts") else []:
            # The back office wraps its form.
            form = getattr(value, "form", value)
            if isinstance(form, BaseForm) and _has_refused(form, html):
                texts = [text for each in form.errors.values() for text in each]
                sentences = [" ".join(str(text).split()) for text in texts]
                is_said = any(sentence in shown for sentence in sentences)
                assert is_said or 'class="error-summary"' in html, sentences


def _has_refused(form, html):
    """Whether a form has errors, and is one that the page shows."""
    names = [form.add_prefix(name) for name in form.fields]
    return form.is_bound and form.errors and any(f'name="{name}"' in html for name in names)
