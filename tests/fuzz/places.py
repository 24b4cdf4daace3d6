"""Every address that the site answers, its forms, and values with which they mean something."""

import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, URLResolver, get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.regex_helper import normalize

# Names that some page knows and no link need show.
QUERY = [
    "q",
    "page",
    "p",
    "o",
    "all",
    "next",
    "embed",
    "language",
    "e",
    "_popup",
    "_to_field",
    "limit",
]


@cache
def templates():
    """Every address as a text such as “{language}/actions/{code}/”, from the URL patterns."""
    return sorted(set(_below(get_resolver(), "/")))


def _below(resolver, prefix):
    for each in resolver.url_patterns:
        address = prefix + _template(each.pattern)
        if isinstance(each, URLResolver):
            yield from _below(each, address)
        else:
            yield address


def _template(pattern):
    if isinstance(pattern, LocalePrefixPattern):
        return "{language}/"
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern))
    form, names = normalize(str(pattern))[0]
    return form % {name: f"{{{name}}}" for name in names}


def names_in(template):
    """The parameters of an address."""
    return re.findall(r"{(\w+)}", template)


class Page(HTMLParser):
    """The forms of a page as lists of fields, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.forms, self.links, self.select = [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        its = dict(attributes)
        if tag == "a" and its.get("href"):
            self.links.append(its["href"])
        if tag == "form":
            form = {"method": its.get("method", "get").lower(), "action": its.get("action", "")}
            self.forms.append(form | {"fields": [], "files": []})
        if self.forms and tag in ("input", "textarea", "select", "button") and its.get("name"):
            self._add_field(tag, its)
        if tag == "option" and self.select and ("selected" in its or self.select[1] is None):
            self.select[1] = its.get("value", "")

    def _add_field(self, tag, its):
        form, kind = self.forms[-1], its.get("type")
        if kind == "file":
            form["files"].append(its["name"])
        elif kind not in ("checkbox", "radio") or "checked" in its:
            form["fields"].append([its["name"], None if tag == "select" else its.get("value", "")])
            self.select = form["fields"][-1] if tag == "select" else self.select


class Places:
    """The site as far as its links lead: values for the parameters of addresses, and forms."""

    def __init__(self):
        self.values, self.forms, self.queries = {}, {}, {}

    def learn(self, client, *starts):
        """Follow the links from some pages on, to one page of each kind."""
        waiting, fetched = list(starts), set()
        while waiting:
            path = urlsplit(waiting.pop(0)).path
            template = self._learn(path)
            if template is None or template in fetched:
                continue
            fetched.add(template)
            answer = client.get(path)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                waiting += self._read(path, template, Page(answer.content.decode()))

    def _learn(self, path):
        """Keep what an address says for each parameter; which pattern it follows."""
        try:
            match = resolve(path)
        except Resolver404:
            return None
        for name, value in match.kwargs.items():
            self.values.setdefault(name, set()).add(str(value))
        return match.route

    def _read(self, path, template, page):
        links = [link for link in page.links if link.startswith(("/", "?"))]
        asked = {name for link in links for name, _ in parse_qsl(urlsplit(link).query)}
        for form in page.forms:
            if form["method"] == "get":
                asked |= {name for name, _value in form["fields"]}
            else:
                self.forms.setdefault(
                    (template, form["action"]), form | {"at": form["action"] or path}
                )
        self.queries[path] = sorted(asked.union(QUERY))
        return [link for link in links if link.startswith("/")]
