"""
Bad input in seven manners: no failure, no reflection, no redirect to others, a sentence each time.

A failure prints what to put above the test to see it again (`reproduce_failure`).
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.nasty import BODIES, LONG, files, texts
from tests.fuzz.places import names_in, templates
from tests.fuzz.sending import encoded, file_body, form_body, send

# The world of these tests is older than each of them: theirs is a transaction within its own.
pytestmark = pytest.mark.django_db

# A full run by `bin/fuzz` tries many; a merge asks for few, and always for the same.
INPUTS = int(os.environ.get("FUZZ_INPUTS", "420"))
MANNERS = 7
MANY = settings(
    deadline=None,
    max_examples=max(INPUTS // MANNERS, 1),
    derandomize="FUZZ_INPUTS" not in os.environ,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
MULTIPART = "multipart/form-data; boundary=fuzz-boundary"
URLENCODED = "application/x-www-form-urlencoded"
HEADERS = ["HTTP_ACCEPT_LANGUAGE", "HTTP_HOST", "HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_RANGE"]
HEADERS += ["HTTP_IF_MODIFIED_SINCE", "HTTP_X_FORWARDED_FOR", "HTTP_X_REQUEST_ID", "HTTP_ORIGIN"]
HEADERS += ["HTTP_REFERER", "HTTP_ACCEPT", "HTTP_USER_AGENT", "HTTP_AUTHORIZATION", "REMOTE_ADDR"]
HEADERS += ["HTTP_X_REQUESTED_WITH", "HTTP_X_CSRFTOKEN", "CONTENT_LENGTH", "CONTENT_TYPE"]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FUZZ"]


@st.composite
def addresses(draw, places, known_only=False):
    """One of all addresses; its parameters are values that exist, or nasty ones."""
    is_office = draw(st.booleans())
    chosen = [each for each in templates() if each.startswith("/admin/") == is_office]
    template = draw(st.sampled_from(chosen))
    values = {}
    for name in names_in(template):
        known = sorted(places.values.get(name, ())) or ["1"]
        value = st.sampled_from(known)
        values[name] = draw(value if known_only else st.one_of(value, texts.map(encoded)))
    return template.format(**values)


@st.composite
def filled(draw, form):
    """The fields of a form as they stand, some of them made nasty, doubled or left out."""
    pairs = [(name, value or "") for name, value in form["fields"]]
    for _ in range(draw(st.integers(1, 4))):
        if not pairs:
            break
        place = draw(st.integers(0, len(pairs) - 1))
        name, _value = pairs[place]
        change = draw(st.sampled_from(["nasty", "nasty", "nasty", "double", "drop", "long"]))
        if change == "drop":
            pairs.pop(place)
        elif change == "double":
            pairs.append((name, draw(texts)))
        else:
            pairs[place] = (name, draw(st.sampled_from(LONG) if change == "long" else texts))
    return pairs


def with_token(pairs, person):
    """The same with the token that the person's browser has, so that the form itself is asked."""
    kept = [(name, value) for name, value in pairs if name != "csrfmiddlewaretoken"]
    return [*kept, ("csrfmiddlewaretoken", person.get("csrftoken", ""))]


@MANY
@given(data=st.data())
def test_every_address(world, data):
    person = data.draw(st.sampled_from(world.people))
    path = data.draw(addresses(world.places))

    send(person, data.draw(st.sampled_from(["GET", "GET", "GET", *METHODS])), path)


@MANY
@given(data=st.data())
def test_every_query(world, data):
    person = data.draw(st.sampled_from(world.people))
    path = data.draw(st.sampled_from(sorted(world.places.queries)))
    names = st.one_of(st.sampled_from(world.places.queries[path]), texts)
    pairs = data.draw(st.lists(st.tuples(names, texts), min_size=1, max_size=4))

    send(person, "GET", path, query=form_body(pairs).decode())


@MANY
@given(data=st.data())
def test_every_query_of_any_address(world, data):
    person = data.draw(st.sampled_from(world.people))
    path = data.draw(addresses(world.places, known_only=True))
    known = sorted({name for names in world.places.queries.values() for name in names})
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(known), texts), min_size=1, max_size=3))

    send(person, "GET", path, query=form_body(pairs).decode())


@MANY
@given(data=st.data())
def test_every_form(world, data):
    person = data.draw(st.sampled_from(world.people))
    key = data.draw(st.sampled_from(sorted(world.places.forms)))
    form = world.places.forms[key]
    pairs = with_token(data.draw(filled(form)), person)

    if form["files"]:
        send(person, "POST", form["at"], "", file_body(pairs, []), MULTIPART)
    else:
        send(person, "POST", form["at"], "", form_body(pairs), URLENCODED)


@MANY
@given(data=st.data())
def test_every_upload(world, data):
    keys = sorted(key for key, form in world.places.forms.items() if form["files"])
    form = world.places.forms[data.draw(st.sampled_from(keys))]
    staff = world.people[1]
    chosen = [(name, data.draw(files)) for name in form["files"]]
    pairs = with_token([(name, value or "") for name, value in form["fields"]], staff)

    send(staff, "POST", form["at"], "", file_body(pairs, chosen), MULTIPART)


@MANY
@given(data=st.data())
def test_every_body(world, data):
    person = data.draw(st.sampled_from(world.people))
    path = data.draw(addresses(world.places, known_only=True))
    content_type, body = data.draw(st.sampled_from(BODIES))
    token = {"HTTP_X_CSRFTOKEN": person.get("csrftoken", "")}

    send(person, "POST", path, "", body, content_type, **token)


@MANY
@given(data=st.data())
def test_every_header(world, data):
    person = data.draw(st.sampled_from(world.people))
    path = data.draw(addresses(world.places, known_only=True))
    # As WSGI hands them over: bytes as Latin-1, and no line breaks, which the server refuses.
    value = texts.map(lambda text: text.encode("utf-8", "replace").decode("latin-1"))
    value = value.map(lambda text: text.replace("\r", "").replace("\n", "").replace("\0", ""))
    headers = data.draw(st.dictionaries(st.sampled_from(HEADERS), value, min_size=1, max_size=3))

    send(person, "GET", path, "", b"", "", **headers)


def test_every_view_is_tried():
    """What is found from the URL patterns: pages, files, the API and the back office."""
    found = templates()

    for known in ("/{language}/actions/{code}/", "/api/v1/events", "/admin/programme/city/add/"):
        assert known in found
    assert len(found) > 300


def test_forms_of_every_part_are_found(world):
    at = {form["at"] for form in world.places.forms.values()}

    assert {"/i18n/setlang/", "/fi/sign-in/", f"/fi/report/link/{world.secret}/"} <= at
    assert "/admin/programme/city/add/" in at
    assert [form for form in world.places.forms.values() if form["files"]]
