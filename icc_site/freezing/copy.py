"""The walk over the site: what is public is written as it is answered, then links are put right."""

import re
from collections import deque
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from events.models import Event
from icc_site.freezing.addresses import address, file_of, relative
from icc_site.freezing.drawings import with_drawings
from icc_site.freezing.index import letters
from icc_site.freezing.links import Page, in_style, in_xml
from icc_site.freezing.site import is_for_all, plain_addresses

ALWAYS = ("/", "/robots.txt", "/sitemap.xml")
# Answers of the API depend on what is asked; all that they say is in the files of open data.
API, DESCRIPTION = "/api/", "/api/v1/openapi.json"
MONTH = re.compile(r"/\w\w/events/month/(?:(\d{4}-\d\d)/)?$")
XML = ("application/xml", "application/atom+xml")
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Clash(ValueError):
    """Two addresses that would become one file."""


class Copy:
    """
    The site as files below a folder.

    `files` says which file an address became; `linked` which page led to an address first, "" where
    nothing did; `refused` what the site does not give to everybody, by the status of the answer.
    """

    def __init__(self, site, folder):
        self.site, self.folder = site, folder
        self.files, self.linked, self.refused, self.moved = {}, {}, {}, {}
        self.titles, self.waiting = {}, deque()
        self.lists, self.months = {}, months_of_events()
        for code in LANGUAGES:
            with translation.override(code):
                self.lists[reverse("search:search")] = code

    def make(self):
        """Writes everything; `broken` then says what did not become a file though it should."""
        for each in ALWAYS:
            self.find(each, "the site")
        for each in plain_addresses():
            self.find(each)
        self.walk()
        pages = {at: told for at, told in self.titles.items() if not MONTH.match(at)}
        for at, code in self.lists.items():
            context = {"letters": letters(pages, code)}
            self.write(at, HttpResponse(self.site.drawn("frozen/list.html", at, context)))
        self.walk()
        self.write_moved()
        self.put_links()
        self.write_missing()

    @property
    def broken(self):
        """What a page leads to and is not in the copy, with why and where from."""
        for at, status in self.refused.items():
            if self.linked[at]:
                yield f"{at} answers {status}; {self.linked[at]} leads there"

    def find(self, at, page=""):
        """Notes an address that the copy is to have, and the page that leads to it."""
        if is_left_out(at, self.months):
            return
        if at not in self.linked:
            self.waiting.append(at)
        self.linked[at] = self.linked.get(at) or page

    def target(self, link, at):
        """The address that a link on a page leads to: the list in place of what is searched."""
        to = address(link, at, self.site.url)
        path = to and to.partition("?")[0]
        return path if path in self.lists else to

    def walk(self):
        """Asks for all that waits, and for all that this leads to."""
        while self.waiting:
            while self.waiting:
                self.take(self.waiting.popleft())
            for old, new in self.moved.items():
                if self.linked[old]:
                    self.find(new, old)

    def take(self, at):
        """Asks for an address and writes the answer, if it is for everybody."""
        if at in self.lists:
            return
        answer = self.site.answer(at)
        to = answer.has_header("Location") and self.target(answer["Location"], at)
        if is_for_all(answer):
            self.write(at, answer)
        elif to:
            self.moved[at] = to
        else:
            self.refused[at] = answer.status_code
        answer.close()

    def write(self, at, answer):
        """Writes an answer as it is, and notes what it leads to."""
        kind = answer["Content-Type"].partition(";")[0]
        file = file_of(at, kind)
        path = self.folder / file
        if path.exists():
            raise Clash(f"{at} and another address would both become {file}")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as opened:
            opened.writelines(answer)
        self.files[at] = file
        for link in self.read(at, path, kind):
            to = self.target(link, at)
            if to:
                self.find(to, at)

    def read(self, at, path, kind):
        """The links in what was written; the heading of a page is noted."""
        if kind == "text/html":
            page = Page(read(path))
            self.titles[at] = (page.title, page.language)
            return page.links
        if kind == "text/css":
            return in_style(read(path))[0]
        return in_xml(path.read_bytes()) if kind in XML else []

    def write_moved(self):
        """For an address that leads on to another, a page that does the same."""
        for old, new in self.moved.items():
            if self.linked[old] and new in self.files:
                file = file_of(old, "text/html")
                context = {"to": relative(self.files[new], file), "address": self.site.url + new}
                path = self.folder / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self.site.drawn("frozen/moved.html", old, context))
                self.files[old] = file

    def put_links(self):
        """Makes links relative, so that the copy holds at any address and from a disk."""
        for at, file in self.files.items():
            path = self.folder / file
            if path.suffix == ".html" and at in self.titles:
                page = Page(read(path), lambda link, at=at: self.put(link, at))
                html = with_drawings(page.html, lambda link, path=path: read(path.parent / link))
                path.write_text(html, encoding="utf-8")
            elif path.suffix == ".css":
                put = in_style(read(path), lambda link, at=at: self.put(link, at))[1]
                path.write_text(put, encoding="utf-8")

    def put(self, link, at):
        """What stands for a link on the page at an address, None where it can be no link."""
        to = None if link.startswith("#") else self.target(link, at)
        if to and is_left_out(to, self.months):
            return None
        if to not in self.files:
            return link
        fragment = urlsplit(link).fragment
        return relative(self.files[to], self.files[at]) + (f"#{fragment}" if fragment else "")

    def write_missing(self):
        """What a server says where nothing is: at any depth, so its links begin at the root."""
        for code in LANGUAGES:
            answer = self.site.answer(f"/{code}/404.html")
            (self.folder / code / "404.html").write_bytes(answer.content)
        (self.folder / "404.html").write_bytes(
            (self.folder / LANGUAGES[0] / "404.html").read_bytes()
        )


def read(path):
    """The text of a file of the copy."""
    return path.read_text(encoding="utf-8")


def is_left_out(at, months):
    """
    Whether an address is public and yet not in the copy.

    A list can be narrowed in more ways than anybody would read: the copy has it narrowed by each
    choice alone, as far as a page leads there. Of the endless calendar it has the `months` from the
    first event to the last.
    """
    path, _, query = at.partition("?")
    if path.startswith(API):
        return path != DESCRIPTION
    choices = [part for part in query.split("&") if part and not part.startswith("page=")]
    if month := MONTH.match(path):
        return bool(choices) or not months[0] <= (month[1] or months[0]) <= months[1]
    return len(choices) > 1


def months_of_events():
    """The first and the last month of which an event is known; this month without any."""
    known = Event.objects.public().filter(starts_on__length__gte=7).order_by("starts_on")
    days = list(known.values_list("starts_on", flat=True)) or [timezone.localdate().isoformat()]
    return days[0][:7], days[-1][:7]
