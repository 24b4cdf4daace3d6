"""The guide for staff, which stands in the documents of the project."""

from pathlib import Path

import nh3
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programme.prose import ALLOWED, MARKDOWN

GUIDE = settings.BASE_DIR / "docs" / "ohje.md"
# As the document names its pictures, so that they are also seen where the project is read.
PICTURES = "../static/"


@require_safe
def guide(request):
    """The guide, in Finnish, in the frame of the back office."""
    page = {"title": _("Guide for staff"), "guide": to_html(GUIDE.read_text(encoding="utf-8"))}
    return TemplateResponse(
        request, "back_office/guide.html", admin.site.each_context(request) | page
    )


def to_html(text):
    """
    The HTML of the guide below its title, with its pictures and with links into the back office.

    The text is our own, but is cleaned as that of staff is.
    """
    tokens = MARKDOWN.parse(text)[3:]
    for token in (child for block in tokens for child in block.children or []):
        if token.type == "image":
            name = Path(token.attrs["src"].removeprefix(PICTURES)).as_posix()
            token.attrs["src"] = staticfiles_storage.url(name)
    return SafeString(  # nosec B703 # nh3 has cleaned it.
        nh3.clean(
            MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}),
            tags=ALLOWED | {"img"},
            attributes={"a": {"href"}, "img": {"src", "alt"}},
            url_schemes={"https"},
            link_rel=None,
        )
    )
