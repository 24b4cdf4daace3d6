"""What a person meets on a page of the desk: the form as a browser would send it, and the words."""

import re
from html import unescape
from html.parser import HTMLParser

from reporting.models import State
from reporting.roles import Actor
from tests.factories import make_action, make_strategy
from tests.reporting.factories import make_person, make_report, make_round, make_user
from tests.reporting.rows import every_warning, make_move

ENGLISH = {
    "language": "en",
    "summary_fi": "",
    "summary_en": "The first stage is ready.",
    "next_steps_fi": "",
    "next_steps_en": "The second stage begins.",
}


class Controls(HTMLParser):
    """The values that a browser would send from a page, but for those of its buttons."""

    def __init__(self, html):
        super().__init__()
        self.values, self.textarea, self.select = {}, None, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input":
            self._input(given)
        elif tag == "textarea":
            self.textarea = given["name"]
            self.values[self.textarea] = ""
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and (self.select not in self.values or "selected" in given):
            self.values[self.select] = given["value"]

    def _input(self, given):
        kind = given["type"]
        if kind != "file" and (kind not in ("radio", "checkbox") or "checked" in given):
            default = "on" if kind == "checkbox" else ""
            self.values[given["name"]] = given.get("value", default)

    def handle_data(self, data):
        if self.textarea:
            self.values[self.textarea] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self.textarea] = self.values[self.textarea].removeprefix("\n")
            self.textarea = None


def controls(answer):
    """What a browser would send from a page, without the token."""
    values = Controls(answer.content.decode()).values
    values.pop("csrfmiddlewaretoken", None)
    return values


def words(answer):
    """The text of a page on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def fill(client, url, move="save", **changes):
    """Open the form, change some of it and press a button; the dot of a name is written “__”."""
    data = controls(client.get(url)) | {"move": move}
    data |= {name.replace("__", "."): value for name, value in changes.items()}
    return client.post(url, data, follow=True)


def address(report):
    """The page of a report on a desk, in English."""
    return f"/en/report/{report.round.slug}/{report.action.code}/"


def make_reporter(client, **fields):
    """Somebody who reports, signed in. Returns the person."""
    user = make_user("reporter", **fields)
    client.force_login(user)
    return user.person


def make_draft(person=None, *, indicators=(), **content):
    """A report that has been begun in English, on an action without a report before."""
    round = make_round(name_en="This round")
    report = make_report(round=round, reporter=person or make_person())
    report.action.indicators.set(indicators)
    writer = Actor(person=report.assignee)
    report = make_move(report, "start", writer)
    fields = {"status": "implementation", "percent": 40} | ENGLISH | content
    return make_move(report, "autosave", writer, content={"fields": fields})


def send(report):
    """The reporter sends a draft as it is."""
    seen = every_warning(report)
    return make_move(report, "submit", Actor(person=report.assignee), seen_warnings=seen)


def make_prefilled(person=None, *, indicators=(), **content):
    """A report that has been filled in from an approved one in the round before."""
    person = person or make_person()
    first = make_round()
    second = make_round(programme=first.programme, name_en="This round")
    action = make_action(strategy=make_strategy(programme=first.programme))
    action.indicators.set(indicators)
    state = State.APPROVED
    make_report(round=first, action=action, reporter=person, state=state, **ENGLISH | content)
    report = make_report(round=second, action=action, reporter=person)
    return make_move(report, "start", Actor(person=person))
