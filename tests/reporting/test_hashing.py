"""Seals: the same for the same content, another one for any other content."""

import copy
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reporting import hashing
from reporting.models import ReportRevision, State
from tests.reporting.factories import make_report

WHEN = datetime.fromisoformat("2026-11-23T12:00+02:00")
words = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), max_size=5)
keys = words.filter(bool)
scalars = st.none() | st.booleans() | st.integers() | words
snapshots = st.recursive(
    st.dictionaries(keys, scalars | st.lists(scalars, max_size=2), max_size=4),
    lambda inner: st.dictionaries(keys, scalars | inner, max_size=4),
    max_leaves=12,
)


# Text that is the same everywhere


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ("Ääkköset “ja” €", '"Ääkköset “ja” €"'),
        ('"\\\n', '"\\"\\\\\\n"'),
        ({}, "{}"),
    ],
)
def test_text_is_sorted_without_spaces_and_in_the_letters_themselves(value, text):
    assert hashing.canonical(value) == text


@given(snapshots)
def test_order_of_keys_does_not_matter(snapshot):
    assert hashing.canonical(reversed_everywhere(snapshot)) == hashing.canonical(snapshot)


def reversed_everywhere(value):
    if not isinstance(value, dict):
        return value
    return {key: reversed_everywhere(part) for key, part in reversed(value.items())}


@pytest.mark.parametrize("value", [0.1, {"a": 1.0}, [[float("nan")]], {"a": {"b": [1, 2.5]}}])
def test_floats_are_refused_however_deep(value):
    with pytest.raises(TypeError):
        hashing.canonical(value)


def test_texts_are_not_numbers():
    assert hashing.canonical("1") != hashing.canonical(1)


# Fields


def test_fields_are_known_by_their_path():
    snapshot = {"a": {"b": 1, "c": {"d": [2]}}, "e": None, "f": {}}

    assert list(hashing.leaves(snapshot)) == [("a/b", 1), ("a/c/d", [2]), ("e", None), ("f", {})]


@given(snapshots)
def test_each_field_has_a_salt_and_a_hash_of_its_own(snapshot):
    paths = [path for path, _value in hashing.leaves(snapshot)]
    salts = hashing.new_salts(snapshot)

    hashes = hashing.field_hashes(snapshot, salts)

    assert [path for path, _hash in hashes] == sorted(paths) == sorted(salts)
    assert len({each for _path, each in hashes}) == len(set(salts.values())) == len(paths)
    assert all(len(salt) == 32 for salt in salts.values())


def test_hash_of_a_field_is_what_the_description_says():
    sealed = hashing.field_hashes({"percent": 40}, {"percent": "salt"})

    assert sealed == [["percent", hashlib.sha256(b"salt\n40").hexdigest()]]


def test_field_without_a_salt_cannot_be_hashed():
    with pytest.raises(KeyError):
        hashing.field_hashes({"percent": 40}, {})


# Revisions


def revision_of(snapshot, **fields):
    return ReportRevision(
        report_id=1,
        number=2,
        kind="approved",
        previous_hash="before",
        made_at=WHEN,
        snapshot=snapshot,
        **{"salts": hashing.new_salts(snapshot)} | fields,
    )


@given(snapshots, st.data())
def test_any_other_value_of_any_field_makes_another_hash(snapshot, data):
    revision = revision_of(snapshot)
    sealed = hashing.content_hash(revision)
    path, old = data.draw(st.sampled_from(list(hashing.leaves(snapshot))))
    new = data.draw(scalars)
    assume(hashing.canonical(new) != hashing.canonical(old))

    revision.snapshot = put(snapshot, path, new)

    assert hashing.content_hash(revision) != sealed
    revision.snapshot = snapshot
    assert hashing.content_hash(revision) == sealed


def put(snapshot, path, value):
    """A copy with another value at a path."""
    if not path:
        return value
    changed = inner = copy.deepcopy(snapshot)
    *above, last = path.split("/")
    for key in above:
        inner = inner[key]
    inner[last] = value
    return changed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("report_id", 2),
        ("number", 3),
        ("kind", "correction"),
        ("previous_hash", ""),
        ("made_at", WHEN + timedelta(microseconds=1)),
        ("reason", "typing_error"),
    ],
)
def test_hash_covers_what_stands_around_the_content(field, value):
    revision = revision_of({"percent": 40})
    sealed = hashing.content_hash(revision)

    setattr(revision, field, value)

    assert hashing.content_hash(revision) != sealed


def test_same_instant_in_another_zone_is_the_same():
    revision = revision_of({"percent": 40})
    sealed = hashing.content_hash(revision)

    revision.made_at = WHEN.astimezone(UTC)

    assert hashing.content_hash(revision) == sealed


def test_same_content_is_hashed_differently_each_time():
    snapshot = {"percent": 40}

    first, second = revision_of(snapshot), revision_of(snapshot)

    assert hashing.content_hash(first) != hashing.content_hash(second)


# As stored


@pytest.mark.django_db
def test_revisions_of_a_report_are_chained_and_verify_as_stored():
    report = make_report(state=State.APPROVED)
    other = make_report(state=State.APPROVED)

    first, second = report.revisions.order_by("number")

    assert (first.previous_hash, second.previous_hash) == ("", first.content_hash)
    for revision in [first, second, *other.revisions.all()]:
        assert revision.content_hash == hashing.content_hash(revision)
    hashes = {each.content_hash for each in ReportRevision.objects.all()}
    assert len(hashes) == 4
    assert all(len(each) == 64 for each in hashes)
