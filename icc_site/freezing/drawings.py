"""
Parts of drawings, put into the pages that use them.

From a disk a browser takes no part of a drawing that is a file of its own: each file is a stranger to it.
"""

import re
from xml.etree.ElementTree import register_namespace, tostring  # nosec B405 # Only writes.

from defusedxml import ElementTree

SVG = "http://www.w3.org/2000/svg"
USE = re.compile(r'(<use\b[^>]*\bhref=)"([^"#]+\.svg)#([\w-]+)"')
register_namespace("", SVG)


def with_drawings(html, read):
    """A page that has in itself, once each, the parts that it uses; `read(link)` gives a drawing's text."""
    used = dict.fromkeys((match[2], match[3]) for match in USE.finditer(html))
    if not used:
        return html
    drawn = "".join(_part(read(link), name) for link, name in used)
    html = USE.sub(r'\1"#drawn-\3"', html)
    return html.replace("</body>", f'<div hidden><svg xmlns="{SVG}">{drawn}</svg></div>\n</body>')


def _part(drawing, name):
    """An element of a drawing, by a name that nothing else on a page has."""
    part = ElementTree.fromstring(drawing).find(f".//*[@id='{name}']")
    for element in part.iter():
        element.attrib.pop("id", None)
    part.set("id", f"drawn-{name}")
    part.tail = None
    return tostring(part, encoding="unicode")
