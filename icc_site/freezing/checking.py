"""Whether each link of a copy on disk leads to a file of it."""

import posixpath
from urllib.parse import unquote, urljoin, urlsplit

from icc_site.freezing.addresses import OF_A_FOLDER
from icc_site.freezing.links import Page, in_xml

INDEXES = tuple(OF_A_FOLDER.values())


def dead_links(folder, url):
    """
    The links that lead to no file, or to no place on a page, as sentences; the copy is of the site `url`.

    Also addresses in full are looked at, as far as they are of the site.
    """
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        page = Page(path.read_text(encoding="utf-8"))
        pages[path.relative_to(folder).as_posix()] = (page.links, page.ids)
    feeds = {
        path.relative_to(folder).as_posix(): list(in_xml(path.read_bytes()))
        for path in sorted(folder.rglob("*.xml"))
    }
    links = feeds | {file: found for file, (found, _ids) in pages.items()}
    for file, found in links.items():
        for link in dict.fromkeys(found):
            whole = urlsplit(urljoin(f"{url}/{file}", link))
            if f"{whole.scheme}://{whole.netloc}" == url and not leads(folder, pages, whole):
                yield f"{file}: {link} leads nowhere"


def leads(folder, pages, link):
    """Whether a link, split, leads to a file, and to an element of it where it names one."""
    file = unquote(link.path).lstrip("/")
    files = [posixpath.join(file, each) for each in INDEXES] if (folder / file).is_dir() else [file]
    found = next((each for each in files if (folder / each).is_file()), None)
    is_on_page = not link.fragment or found not in pages or link.fragment in pages[found][1]
    return found is not None and not link.query and is_on_page
