"""What every page knows: whose site it is, and its own address in each language."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from programme.home import home_city


def site(request):
    """
    The home city, the page's addresses in the three languages, whether other sites may frame cards,
    and on a page of a frozen copy its day.

    Each is found when a page asks for it: an error page must need neither the database
    nor a host name that we know.
    """
    return {
        # Set while the site is written as files (`freeze_site`).
        "frozen_on": getattr(request, "frozen_on", None),
        "may_be_embedded": bool(settings.EMBEDDED_BY),
        "home_city": SimpleLazyObject(home_city),
        "canonical_url": SimpleLazyObject(lambda: request.build_absolute_uri(request.path)),
        "translations": SimpleLazyObject(
            lambda: [_translation(request, code) for code, _name in settings.LANGUAGES]
        ),
    }


def _translation(request, code):
    """This page in another language: the same address but for its first part."""
    _, _language, *rest = request.path.split("/", 2)
    path = f"/{code}/{rest[0] if rest else ''}"
    query = request.META.get("QUERY_STRING", "")
    return {
        "code": code,
        "name": get_language_info(code)["name_local"],
        "is_current": code == get_language(),
        "url": f"{path}?{query}" if query else path,
        "absolute_url": request.build_absolute_uri(path),
    }
