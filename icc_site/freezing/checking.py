"""Whether each link of a copy on disk leads to a file of it."""

from urllib.parse import unquote, urljoin, urlsplit

from icc_site.freezing.addresses import OF_A_FOLDER
from icc_site.freezing.links import Page, in_xml

INDEXES = tuple(OF_A_FOLDER.values())


def dead_links(folder, url):
    """
    The links that lead to no file, as sentences; the copy is of the site `url`.

    Also addresses in full are looked at, as far as they are of the site.
    """
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.xml")]):
        file = path.relative_to(folder).as_posix()
        is_page = path.suffix == ".html"
        links = (
            Page(path.read_text(encoding="utf-8")).links if is_page else in_xml(path.read_bytes())
        )
        for link in dict.fromkeys(links):
            whole = urlsplit(urljoin(f"{url}/{file}", link))
            if f"{whole.scheme}://{whole.netloc}" == url and not leads(folder, whole):
                yield f"{file}: {link} leads nowhere"


def leads(folder, link):
    """Whether a link, split, leads to a file."""
    path = folder / unquote(link.path).lstrip("/")
    files = [path / each for each in INDEXES] if path.is_dir() else [path]
    return not link.query and any(each.is_file() for each in files)
