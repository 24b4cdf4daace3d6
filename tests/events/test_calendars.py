"""The calendar file, read again by a strict reader of RFC 5545 that shares no code with it."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.parser import Contentline
from icalendar.prop import vText

from events.calendars import calendar_file
from events.content_lines import file_of
from events.content_lines import text as written
from events.models import Event
from tests.factories import make_event

pytestmark = pytest.mark.django_db

BASE_URL = "https://icc.example.org"
LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^",;:]*))*):(?P<value>.*)',
    re.DOTALL,
)
ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
ONCE = {"UID", "DTSTAMP", "DTSTART"}
AT_MOST_ONCE = {
    "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "SEQUENCE", "LAST-MODIFIED",
}  # fmt: skip


@dataclass
class Component:
    """What stands between a BEGIN and its END."""

    kind: str
    properties: list = field(default_factory=list)
    parts: list = field(default_factory=list)

    def __contains__(self, name):
        return name in [known for known, *_ in self.properties]

    def __getitem__(self, name):
        """The value of the only property of the name, as it is written."""
        [value] = [value for known, _, value in self.properties if known == name]
        return value

    def params(self, name):
        [params] = [params for known, params, _ in self.properties if known == name]
        return params

    def text(self, name):
        """A TEXT without its escapes; an unescaped comma or semicolon is an error."""
        value = self[name]
        assert not set(ESCAPE.sub("", value)) & set(",;"), value
        assert set(ESCAPE.findall(value)) <= set("\\,;nN"), value
        return ESCAPE.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], value)

    def when(self, name):
        """A DATE as a date, a DATE-TIME in UTC as an instant; nothing else is allowed."""
        if self.params(name) == {"VALUE": "DATE"}:
            assert re.fullmatch(r"\d{8}", self[name])
            return datetime.strptime(self[name], "%Y%m%d").date()
        assert self.params(name) == {}
        return datetime.strptime(self[name], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def read(content):
    """The calendar of a file, if it keeps the rules of RFC 5545."""
    found = Component("file")
    within = [found]
    for line in unfolded(content):
        name, params, value = split_line(line)
        if name == "BEGIN":
            component = Component(value)
            within[-1].parts.append(component)
            within.append(component)
        elif name == "END":
            assert within.pop().kind == value
        else:
            within[-1].properties.append((name, params, value))
    assert within == [found]
    [calendar] = found.parts
    check(calendar)
    return calendar


def unfolded(content):
    """The content lines (section 3.1); no fold cuts a character in two."""
    assert content.endswith(b"\r\n")
    lines = []
    for octets in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(octets) <= 75, octets
        line = octets.decode("utf-8")
        assert not CONTROLS.search(line), octets
        if line[0] in " \t":
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def split_line(line):
    match = LINE.fullmatch(line)
    assert match, line
    params = re.findall(r';([A-Za-z0-9-]+)=("[^"]*"|[^",;:]*)', match["params"])
    assert len(dict(params)) == len(params), line
    return match["name"].upper(), {name: value.strip('"') for name, value in params}, match["value"]


def check(calendar):
    """How often what occurs (sections 3.6 and 3.6.1)."""
    assert calendar.kind == "VCALENDAR"
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    uids = [entry["UID"] for entry in calendar.parts]
    assert len(set(uids)) == len(uids)
    for entry in calendar.parts:
        assert entry.kind == "VEVENT"
        times = Counter(name for name, *_ in entry.properties)
        assert all(times[name] == 1 for name in ONCE), times
        assert all(times[name] <= 1 for name in AT_MOST_ONCE), times
        if "DTEND" in entry:
            assert type(entry.when("DTEND")) is type(entry.when("DTSTART"))
            assert entry.when("DTEND") > entry.when("DTSTART")


def file_of_all(base_url=BASE_URL, **options):
    return calendar_file(Event.objects.order_by("pk"), base_url, **options)


def entries(**options):
    return read(file_of_all(**options)).parts


def only_entry(**options):
    [entry] = entries(**options)
    return entry


def make_timed_event(starts_on, starts_time, ends_on="", ends_time=None, **fields):
    return make_event(
        starts_on=starts_on,
        starts_time=time.fromisoformat(starts_time),
        ends_on=ends_on,
        ends_time=ends_time and time.fromisoformat(ends_time),
        **fields,
    )


def test_calendar_says_what_it_is():
    make_event()

    with override("en"):
        calendar = read(file_of_all())

    assert {name: value for name, _, value in calendar.properties} == {
        "PRODID": "-//icc-site//Events//EN",
        "VERSION": "2.0",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
        "NAME": "Events",
        "X-WR-CALNAME": "Events",
    }


def test_calendar_is_named_as_its_maker_wants():
    make_event()

    calendar = read(file_of_all(name="Tapahtumat, Pori"))

    assert calendar.text("NAME") == calendar.text("X-WR-CALNAME") == "Tapahtumat, Pori"


def test_entry_says_what_the_event_is(time_machine):
    time_machine.move_to("2021-01-04 12:34:56+02:00", tick=False)
    event = make_event(
        slug="lab",
        title_fi="Avaus",
        title_en="Opening",
        summary_en="First.\nSecond.",
        kind="mayors_summit",
        place_fi="Pori, kaupungintalo",
        address="Hallituskatu 12",
    )

    with override("en"):
        entry = only_entry()
    written = {name: (params, value) for name, params, value in entry.properties}

    assert written == {
        "UID": ({}, f"event-{event.pk}@icc-site"),
        "SEQUENCE": ({}, "0"),
        "DTSTAMP": ({}, "20210104T103456Z"),
        "LAST-MODIFIED": ({}, "20210104T103456Z"),
        "STATUS": ({}, "CONFIRMED"),
        "SUMMARY": ({"LANGUAGE": "en"}, "Opening"),
        "DTSTART": ({"VALUE": "DATE"}, "20210216"),
        "DTEND": ({"VALUE": "DATE"}, "20210220"),
        "CATEGORIES": ({}, "mayors’ summit"),
        "LOCATION": ({"LANGUAGE": "fi"}, r"Pori\, kaupungintalo\, Hallituskatu 12"),
        "URL": ({}, "https://icc.example.org/en/events/lab/"),
        "DESCRIPTION": (
            {"LANGUAGE": "en"},
            r"First.\nSecond.\n\nhttps://icc.example.org/en/events/lab/",
        ),
    }


def test_entry_is_in_the_language_of_the_reader():
    make_event(slug="lab", title_fi="Avaus", title_sv="Öppning")

    with override("sv"):
        entry = only_entry()

    assert (entry["SUMMARY"], entry.params("SUMMARY")) == ("Öppning", {"LANGUAGE": "sv"})
    assert entry["URL"] == "https://icc.example.org/sv/events/lab/"


def test_untranslated_title_says_its_own_language():
    make_event(title_fi="Avaus")

    with override("en"):
        entry = only_entry()

    assert (entry["SUMMARY"], entry.params("SUMMARY")) == ("Avaus", {"LANGUAGE": "fi"})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Pori, Turku", r"Pori\, Turku"),
        ("Pori; Turku", r"Pori\; Turku"),
        (r"C:\Nyt\nyt", r"C:\\Nyt\\nyt"),
        ("Pori\nTurku\r\nOulu", r"Pori\nTurku\nOulu"),
        ("\\\n", r"\\\n"),
        ("Pori: “Turku”\ttänään", "Pori: “Turku”\ttänään"),
        ("Po\x0bri\x7f", "Pori"),
    ],
)
def test_special_characters_are_escaped(text, written):
    make_event(title_fi=text)

    with override("fi"):
        entry = only_entry()

    assert entry["SUMMARY"] == written


def test_line_break_in_a_title_starts_no_property():
    make_event(title_fi="Avaus\r\nSTATUS:CANCELLED\rURL:https://evil.example")

    with override("fi"):
        entry = only_entry()

    assert entry["STATUS"] == "CONFIRMED"
    assert entry.text("SUMMARY") == "Avaus\nSTATUS:CANCELLED\nURL:https://evil.example"


@pytest.mark.parametrize("shift", range(4))
def test_long_finnish_title_is_folded_between_characters(shift):
    title = "x" * shift + "Hyväntekeväisyyshäät, pääkäyttäjän töölöläisyö; 🌊 " * 5
    make_event(title_fi=title)

    with override("fi"):
        entry = only_entry()

    assert len(title.encode()) > 4 * 75
    assert entry.text("SUMMARY") == title


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "day_after"),
    [
        ("2026-06-01", "2026-06-01", date(2026, 6, 2)),
        ("2026-06-01", "", date(2026, 6, 2)),
        ("2026-06-01", "2026-06", date(2026, 6, 2)),
        ("2026-06-01", "2026", date(2026, 6, 2)),
        ("2026-06-01", "2026-06-03", date(2026, 6, 4)),
        ("2026-12-30", "2026-12-31", date(2027, 1, 1)),
        ("2024-02-28", "2024-02-29", date(2024, 3, 1)),
        ("2024-02-29", "", date(2024, 3, 1)),
        ("2026-02-28", "2026-02-28", date(2026, 3, 1)),
        ("2026-03-29", "2026-03-29", date(2026, 3, 30)),
        ("2026-10-25", "2026-10-25", date(2026, 10, 26)),
    ],
)
def test_whole_days_end_before_the_day_after(starts_on, ends_on, day_after):
    make_event(starts_on=starts_on, ends_on=ends_on)

    entry = only_entry()

    assert entry.when("DTSTART") == date.fromisoformat(starts_on)
    assert entry.when("DTEND") == day_after


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant"),
    [
        ("Europe/Helsinki", "2026-01-15", "13:00", "20260115T110000Z"),
        ("Europe/Helsinki", "2026-06-15", "13:00", "20260615T100000Z"),
        ("Europe/Helsinki", "2026-06-15", "00:00", "20260614T210000Z"),
        ("Europe/Helsinki", "2026-03-29", "02:59", "20260329T005900Z"),
        ("Europe/Helsinki", "2026-03-29", "04:00", "20260329T010000Z"),
        ("Europe/Helsinki", "2026-10-25", "02:59", "20261024T235900Z"),
        ("Europe/Helsinki", "2026-10-25", "03:30", "20261025T003000Z"),
        ("Europe/Helsinki", "2026-10-25", "04:00", "20261025T020000Z"),
        ("Europe/Brussels", "2026-06-15", "13:00", "20260615T110000Z"),
        ("Europe/Brussels", "2026-03-29", "01:59", "20260329T005900Z"),
        ("Europe/Brussels", "2026-03-29", "03:00", "20260329T010000Z"),
        ("Europe/Brussels", "2026-10-25", "02:30", "20261025T003000Z"),
        ("Europe/Brussels", "2026-10-25", "03:00", "20261025T020000Z"),
        ("UTC", "2024-02-29", "23:59", "20240229T235900Z"),
    ],
)
def test_time_of_day_is_an_instant_in_utc(zone, day, clock, instant):
    make_timed_event(day, clock, time_zone=zone)

    entry = only_entry()

    assert (entry["DTSTART"], entry.params("DTSTART")) == (instant, {})
    assert "DTEND" not in entry


@pytest.mark.parametrize(
    ("start", "end", "instants"),
    [
        (("2026-06-15", "13:00"), ("2026-06-15", "15:30"), ("20260615T100000Z", "20260615T123000Z")),
        (("2026-06-15", "22:00"), ("2026-06-16", "00:00"), ("20260615T190000Z", "20260615T210000Z")),
        (("2026-03-28", "23:00"), ("2026-03-29", "05:00"), ("20260328T210000Z", "20260329T020000Z")),
        (("2026-10-24", "23:00"), ("2026-10-25", "05:00"), ("20261024T200000Z", "20261025T030000Z")),
        (("2024-02-28", "09:00"), ("2024-02-29", "16:00"), ("20240228T070000Z", "20240229T140000Z")),
        (("2026-06-15", "13:00"), ("2026-06-15", None), ("20260615T100000Z", "20260615T210000Z")),
        (("2026-06-15", "13:00"), ("2026-06-17", None), ("20260615T100000Z", "20260617T210000Z")),
        (("2026-10-25", "02:00"), ("2026-10-25", None), ("20261024T230000Z", "20261025T220000Z")),
    ],
)  # fmt: skip
def test_known_end_is_an_instant_too(start, end, instants):
    make_timed_event(*start, *end)

    entry = only_entry()

    assert (entry["DTSTART"], entry["DTEND"]) == instants


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(("", None), id="not known"),
        pytest.param(("2026-03", None), id="known by month"),
        pytest.param(("2026-03-29", "03:30"), id="the same moment"),
        pytest.param(("2026-03-29", "04:00"), id="earlier, since the clocks skip the start"),
    ],
)
def test_end_that_is_not_known_to_be_later_is_left_out(end):
    make_timed_event("2026-03-29", "03:30", *end)

    entry = only_entry()

    assert entry["DTSTART"] == "20260329T013000Z"
    assert "DTEND" not in entry


def test_event_whose_day_is_not_known_is_left_out():
    known = make_event(starts_on="2026-06-01", ends_on="")
    make_event(starts_on="2026-06", ends_on="2026-06-30")
    make_event(starts_on="2026", ends_on="")
    make_event(starts_on="", ends_on="")

    entry = only_entry()

    assert entry["UID"] == f"event-{known.pk}@icc-site"


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({"starts_on": "2021-02-17"}, "1"),
        ({"starts_time": "12:00"}, "1"),
        ({"time_zone": "Europe/Brussels"}, "1"),
        ({"status": "cancelled"}, "1"),
        ({"status": "postponed", "ends_on": ""}, "2"),
        ({"title_fi": "Toinen"}, "0"),
        ({"place_fi": "Turku"}, "0"),
    ],
)
def test_sequence_grows_with_each_change_of_time_or_status(changes, sequence):
    event = make_event()
    event.refresh_from_db()

    for name, value in changes.items():
        setattr(event, name, value)
    event.save()

    assert only_entry()["SEQUENCE"] == sequence


def test_sequence_keeps_growing_when_a_change_is_taken_back():
    event = make_event()
    event.refresh_from_db()

    for status in ["cancelled", "scheduled"]:
        event.status = status
        event.save()

    assert only_entry()["SEQUENCE"] == "2"


@pytest.mark.parametrize(
    ("status", "written", "summary"),
    [
        ("scheduled", "CONFIRMED", "Opening 100 %"),
        ("moved", "CONFIRMED", "Opening 100 %"),
        ("postponed", "TENTATIVE", "Postponed: Opening 100 %"),
        ("cancelled", "CANCELLED", "Cancelled: Opening 100 %"),
    ],
)
def test_cancelled_event_stays_and_says_so(status, written, summary):
    make_event(title_en="Opening 100 %", status=status)

    with override("en"):
        entry = only_entry()

    assert (entry["STATUS"], entry["SUMMARY"]) == (written, summary)


def test_entry_is_the_same_one_at_another_address_and_host():
    event = make_event(slug="lab", registration_closes_at=datetime(2021, 2, 1, tzinfo=UTC))
    before = [entry["UID"] for entry in entries(with_deadlines=True)]

    Event.objects.filter(pk=event.pk).update(slug="city-lab")
    after = entries(with_deadlines=True, base_url="https://pori.example")

    assert [entry["UID"] for entry in after] == before
    assert after[0]["URL"].startswith("https://pori.example/")


@pytest.mark.parametrize("audience", ["participants", "nobody"])
@pytest.mark.parametrize("mode", ["online", "onsite", "hybrid", ""])
def test_private_join_link_is_nowhere_in_the_file(audience, mode):
    link = "https://meet.example/secret"
    make_event(
        join_url=link,
        join_audience=audience,
        mode=mode,
        registration_closes_at=datetime(2021, 2, 1, tzinfo=UTC),
    )
    options = {"with_deadlines": True, "alarm": "15m"}

    hidden = b"".join(file_of_all(**options).split(b"\r\n "))
    Event.objects.update(join_audience="public")
    shown = b"".join(file_of_all(**options).split(b"\r\n "))

    assert b"meet.example" not in hidden
    assert b"secret" not in hidden
    assert link.encode() in shown


def test_public_join_link_is_the_place_of_an_event_without_another():
    link = "https://meet.example/a,b;c"
    make_event(slug="lab", join_url=link, join_audience="public")
    make_event(slug="two", join_url=link, join_audience="public", address="Hallituskatu 12")

    online, hybrid = entries()

    page = "https://icc.example.org/fi/events/"
    assert (online.text("LOCATION"), online.params("LOCATION")) == (link, {})
    assert online.text("DESCRIPTION") == f"{page}lab/\n\n{link}"
    assert hybrid.text("LOCATION") == "Hallituskatu 12"
    assert hybrid.text("DESCRIPTION") == f"{page}two/\n\n{link}"


def test_event_without_a_place_has_no_location():
    make_event()

    assert "LOCATION" not in only_entry()


@pytest.mark.parametrize(("word", "trigger"), [("15m", "-PT15M"), ("1h", "-PT1H"), ("1d", "-P1D")])
def test_alarm_rings_as_long_before_as_was_asked(word, trigger):
    make_event(title_fi="Avaus, Pori", registration_closes_at=datetime(2021, 2, 1, tzinfo=UTC))

    with override("en"):
        alarms = [entry.parts for entry in entries(alarm=word, with_deadlines=True)]

    said = [
        [(alarm.kind, alarm["ACTION"], alarm["TRIGGER"], alarm.text("DESCRIPTION")) for alarm in of]
        for of in alarms
    ]
    assert said == [
        [("VALARM", "DISPLAY", trigger, "Avaus, Pori")],
        [("VALARM", "DISPLAY", trigger, "Registration closes: Avaus, Pori")],
    ]


@pytest.mark.parametrize("word", [None, "off", "", "2w"])
def test_there_is_no_alarm_unless_one_is_asked_for(word):
    make_event()

    assert only_entry(alarm=word).parts == []


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_no_alarm_rings_for_what_does_not_take_place(status):
    make_event(status=status)
    make_event()

    alarms = [len(entry.parts) for entry in entries(alarm="1h")]

    assert alarms == [0, 1]


def test_deadline_of_registration_is_an_entry_of_its_own():
    event = make_event(
        slug="lab",
        title_en="Opening",
        registration_url="https://register.example/lab",
        registration_closes_at=datetime(2021, 2, 1, 16, 30, tzinfo=ZoneInfo("Europe/Helsinki")),
    )

    with override("en"):
        _, deadline = entries(with_deadlines=True)

    assert deadline["UID"] == f"registration-{event.pk}@icc-site"
    assert deadline.text("SUMMARY") == "Registration closes: Opening"
    assert deadline["DTSTART"] == "20210201T143000Z"
    assert "DTEND" not in deadline
    assert deadline["URL"] == "https://icc.example.org/en/events/lab/"
    assert deadline.text("DESCRIPTION") == f"{deadline['URL']}\n\nhttps://register.example/lab"


def test_deadline_is_there_only_if_asked_for_known_and_not_in_vain():
    closes = datetime(2021, 2, 1, tzinfo=UTC)
    event = make_event(registration_closes_at=closes)
    by_month = make_event(registration_closes_at=closes, starts_on="2021-03", ends_on="")
    cancelled = make_event(registration_closes_at=closes, status="cancelled")
    without = make_event()

    asked = [entry["UID"] for entry in entries(with_deadlines=True)]
    not_asked = [entry["UID"] for entry in entries()]

    kept = [f"event-{kept.pk}@icc-site" for kept in (event, cancelled, without)]
    deadlines = [f"registration-{open_.pk}@icc-site" for open_ in (event, by_month)]
    assert not_asked == kept
    assert asked == [kept[0], *deadlines, *kept[1:]]


def test_same_data_makes_the_same_bytes(time_machine):
    make_event(registration_closes_at=datetime(2021, 2, 1, tzinfo=UTC))
    options = {"with_deadlines": True, "alarm": "1d"}

    time_machine.move_to("2026-05-01 12:00Z")
    first = file_of_all(**options)
    time_machine.move_to("2027-11-01 12:00Z")
    second = file_of_all(**options)

    assert first == second


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_asks_nothing_for_each_event(count, django_assert_num_queries):
    for _ in range(count):
        event = make_event(registration_closes_at=datetime(2021, 2, 1, tzinfo=UTC))
        event.refresh_from_db()
        event.status = "moved"
        event.save()

    with django_assert_num_queries(2):
        content = file_of_all(with_deadlines=True, alarm="1d")

    assert [entry["SEQUENCE"] for entry in read(content).parts] == ["1"] * count * 2


titles = st.one_of(
    st.text(st.sampled_from(",;:\\nN\n\r\t\"'äö€🌊 x\u2028\x85\x1f"), min_size=1, max_size=300),
    # PostgreSQL keeps no NUL.
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=300
    ),
)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
zones = st.sampled_from(
    ["Europe/Helsinki", "Europe/Brussels", "UTC", "America/St_Johns", "Pacific/Kiritimati"]
)


@settings(deadline=None)
@given(
    title=titles,
    starts_on=days,
    length=st.none() | st.integers(0, 400),
    starts_time=st.none() | clocks,
    ends_time=st.none() | clocks,
    zone=zones,
)
def test_any_event_reads_back_as_it_was_written(
    title, starts_on, length, starts_time, ends_time, zone
):
    ends_on = None if length is None else starts_on + timedelta(days=length)
    if starts_time is None or ends_on is None:
        ends_time = None
    assume(not (length == 0 and ends_time and ends_time < starts_time))
    event = make_event(
        title_fi=title,
        starts_on=starts_on.isoformat(),
        starts_time=starts_time,
        ends_on=ends_on.isoformat() if ends_on else "",
        ends_time=ends_time,
        time_zone=zone,
    )

    with override("fi"):
        [entry] = read(calendar_file(Event.objects.filter(pk=event.pk), BASE_URL)).parts

    breaks = title.replace("\r\n", "\n").replace("\r", "\n")
    assert entry.text("SUMMARY") == re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", breaks)
    starts, ends = expected_span(starts_on, starts_time, ends_on, ends_time, zone)
    assert entry.when("DTSTART") == starts
    assert (entry.when("DTEND") if "DTEND" in entry else None) == ends


def expected_span(starts_on, starts_time, ends_on, ends_time, zone):
    one_day = timedelta(days=1)
    if starts_time is None:
        return starts_on, (ends_on or starts_on) + one_day
    starts = in_utc(starts_on, starts_time, zone)
    if ends_on is None:
        return starts, None
    ends = (
        in_utc(ends_on, ends_time, zone) if ends_time else in_utc(ends_on + one_day, time(), zone)
    )
    return starts, ends if ends > starts else None


def in_utc(day, clock, zone):
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def test_library_would_write_the_same_bytes():
    make_event(
        title_fi="Hyväntekeväisyyshäät, pääkäyttäjän töölöläisyö; 🌊 " * 4,
        summary_sv="Först.\nSedan; till sist, kanske.",
        place_en="Pori",
        join_url="https://meet.example.org/" + "long-" * 30,
        join_audience="public",
        registration_closes_at=datetime(2021, 2, 1, tzinfo=UTC),
    )
    make_timed_event("2026-06-01", "10:00", "2026-06-02", "12:30", status="cancelled")
    for event in Event.objects.all():
        event.status = "postponed"
        event.save()

    for language in ("fi", "sv", "en"):
        with override(language):
            content = file_of_all(alarm="15m", with_deadlines=True)
        assert Calendar.from_ical(content).to_ical() == content


@given(titles)
def test_library_escapes_a_text_alike(words):
    # It takes “\\N” for a line break, and writes characters that control.
    plain = re.sub(r"[\\\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", words)

    assert written(plain).encode() == vText(plain).to_ical()


@given(st.text(st.sampled_from("aä€🌊\\^,; "), max_size=400))
def test_library_folds_a_line_alike(line):
    assert file_of([line]) == Contentline(line).to_ical() + b"\r\n"
