"""The links in what the site answers: found, and put otherwise."""

import re
from html import escape, unescape
from html.parser import HTMLParser

from defusedxml import ElementTree

LINKING = ("href", "src")
ATTRIBUTE = re.compile(r"""(\s(?:href|src)\s*=\s*)("[^"]*"|'[^']*')""")
IN_STYLE = re.compile(r"""(url\(\s*["']?)([^"')]+)(["']?\s*\))""")


class Page(HTMLParser):
    """
    A page as it is read: its links, its ids, its heading, and the page anew in `html`.

    `put(link)` says what stands for a link in the page anew; where it says None, the words remain and
    are no link. Addresses in full in `<link>` stay: they
    say where the page stands, not what it needs. Our scripts are left out: they speak with the application.
    """

    def __init__(self, html, put=None):
        super().__init__(convert_charrefs=False)
        self.put = put or (lambda link: link)
        self.links, self.ids, self.pieces, self.heading, self.language = [], set(), [], [], ""
        self.is_in_heading = self.is_in_script = False
        self.feed(html)
        self.close()

    @property
    def html(self):
        """The page with its links as `put` says."""
        return "".join(self.pieces)

    @property
    def title(self):
        """The words of the first heading."""
        return " ".join("".join(self.heading).split())

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "script" and "src" in attributes:
            self.is_in_script = True
            return
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "h1":
            self.is_in_heading = not self.heading
        elif self.is_in_heading and "lang" in attributes:
            self.language = self.language or attributes["lang"]
        found = [attributes[name] for name in LINKING if attributes.get(name)]
        self.links += found
        raw = self.get_starttag_text()
        keeps = tag == "link" and found and "://" in found[0]
        self.pieces.append(raw if keeps or not found else ATTRIBUTE.sub(self._put, raw))

    def _put(self, match):
        quoted = unescape(match[2][1:-1])
        link = self.put(quoted)
        return "" if link is None else f'{match[1]}"{escape(link)}"'

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag == "script" and self.is_in_script:
            self.is_in_script = False
            return
        if tag == "h1":
            self.is_in_heading = False
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data):
        if not self.is_in_script:
            self._say(data, data)

    def handle_entityref(self, name):
        self._say(f"&{name};", unescape(f"&{name};"))

    def handle_charref(self, name):
        self._say(f"&#{name};", unescape(f"&#{name};"))

    def _say(self, raw, words):
        self.pieces.append(raw)
        if self.is_in_heading:
            self.heading.append(words)

    def handle_comment(self, data):
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.pieces.append(f"<!{decl}>")


def in_style(css, put=None):
    """The links in a style sheet, and the style sheet with those that `put` says."""
    links = [match[2] for match in IN_STYLE.finditer(css)]
    return links, IN_STYLE.sub(
        lambda match: match[1] + put(match[2]) + match[3], css
    ) if put else css


def in_xml(text):
    """The links in a feed or a sitemap; they are addresses in full, and stay."""
    for element in ElementTree.fromstring(text).iter():
        if element.tag.endswith("}loc"):
            yield element.text.strip()
        elif element.get("href"):
            yield element.get("href")
