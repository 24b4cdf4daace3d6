"""Whether each link of a copy on disk leads to a file of it, and to a place in that file."""

from urllib.parse import unquote, urljoin, urlsplit

from icc_site.freezing.addresses import OF_A_FOLDER
from icc_site.freezing.links import Page, in_xml

INDEXES = tuple(OF_A_FOLDER.values())
# The beginning of a page has no id (HTML, 7.4.2.3.3).
THE_TOP = {"", "top"}


def dead_links(folder, url):
    """
    The links that lead to no file, or to no place in it, as sentences; the copy is of the site `url`.

    Also addresses in full are looked at, as far as they are of the site. An entry of a feed leads to the
    list that it has been on, though it may have moved to a later page of it.
    """
    ids = Ids()
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.xml")]):
        file = path.relative_to(folder).as_posix()
        is_page = path.suffix == ".html"
        links = (
            Page(path.read_text(encoding="utf-8")).links if is_page else in_xml(path.read_bytes())
        )
        for link in dict.fromkeys(links):
            whole = urlsplit(urljoin(f"{url}/{file}", link))
            if f"{whole.scheme}://{whole.netloc}" != url:
                continue
            found = None if whole.query else leads_to(folder, whole)
            if found is None:
                yield f"{file}: {link} leads nowhere"
            elif is_page and unquote(whole.fragment) not in THE_TOP | ids[found]:
                yield f"{file}: {link} leads to no place on its page"


def leads_to(folder, link):
    """The file that a link, split, leads to; None when there is none."""
    path = folder / unquote(link.path).lstrip("/")
    files = [path / each for each in INDEXES] if path.is_dir() else [path]
    return next((each for each in files if each.is_file()), None)


class Ids(dict):
    """The ids of each file that is asked for; of what is no page, none. Read once, since all pages lead to the same."""

    def __missing__(self, path):
        is_page = path.suffix in (".html", ".svg")
        self[path] = Page(path.read_text(encoding="utf-8")).ids if is_page else set()
        return self[path]
