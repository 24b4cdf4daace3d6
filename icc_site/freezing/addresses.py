"""Which file an address of the site becomes, and how one file names another."""

import mimetypes
import posixpath
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

# What a plain web server hands out for a folder; feeds by the line in docs/operations.md.
OF_A_FOLDER = {"text/html": "index.html", "application/atom+xml": "index.xml"}
# What may stand in the name of a folder that was a part of a query.
NOT_IN_A_NAME = re.compile(r"[^\w.~-]+")


class Unsafe(ValueError):
    """An address that would become a file outside of the copy."""


def address(link, base, site):
    """
    What a link on the page `base` leads to on our site: path and query, None if it leads elsewhere.

    `site` is where the site stands, such as `https://icc.example.org`. Queries that mean the same are
    the same: first pages, empty choices and the order of parameters make no difference.
    """
    url = urlsplit(urljoin(site + base, link))
    if f"{url.scheme}://{url.netloc}" != site:
        return None
    pairs = sorted(pair for pair in parse_qsl(url.query) if pair != ("page", "1"))
    return url.path + (f"?{urlencode(pairs)}" if pairs else "")


def file_of(address, content_type):
    """
    The file of an address, below the copy: `/fi/actions/?page=2` is `fi/actions/page-2/index.html`.

    `content_type` is that of the answer. Raises `Unsafe`.
    """
    path, _, query = address.partition("?")
    folder, name = posixpath.split(unquote(path).lstrip("/"))
    kind = content_type.partition(";")[0]
    if name and kind == "text/html" and not name.endswith(".html"):
        folder, name = posixpath.join(folder, name), ""
    name = name or OF_A_FOLDER.get(kind) or f"index{mimetypes.guess_extension(kind) or ''}"
    # The page comes last, so that the pages of a list lie beside each other.
    pairs = sorted(parse_qsl(query), key=lambda pair: pair[0] == "page")
    chosen = [NOT_IN_A_NAME.sub("-", f"{key}-{value}") for key, value in pairs]
    file = posixpath.join(folder, *chosen, name)
    if ".." in file.split("/"):
        raise Unsafe(address)
    return file


def relative(file, page):
    """The link from a file to another, which holds below any address and without a server."""
    return quote(posixpath.relpath(file, posixpath.dirname(page) or "."))
