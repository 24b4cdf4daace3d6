"""What must not be told to logs, to other sites, or to whoever tries addresses."""

import ipaddress
import logging
import re

from django.core.cache import cache
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.decorators import decorator_from_middleware

SECRET = re.compile(r"(/report/link/)[^/\s?#\"']+")
MINUTE = 60
# More than a person does, far fewer than a program tries.
POSTS_OF_A_LINK, WRONG_LINKS = 20, 60


class HideLinkSecrets(logging.Filter):
    """
    Writes “…” for the secret of an e-mailed link in whatever is logged.

    Belongs to each handler: the filter of a logger does not see what its children pass up.
    """

    def filter(self, record):
        message = record.getMessage()
        if SECRET.search(message):
            record.msg, record.args = hidden(message), ()
        if record.exc_info and not record.exc_text:
            # A formatter takes the text of a traceback from here when there is one.
            told = logging.Formatter().formatException(record.exc_info)
            record.exc_text = hidden(told)
        return True


def hidden(text):
    """A text without the secrets of links."""
    return SECRET.sub(r"\1…", text)


class TokenOfPage(CsrfViewMiddleware):
    """
    Asks for the token of a form on a page that tells nobody its address.

    From a page with the policy “no-referrer” a browser sends a form with the origin “null”
    (Fetch standard, 3.2), which Django takes for a foreign one. The token is asked all the same.
    """

    def _origin_verified(self, request):
        return request.META["HTTP_ORIGIN"] == "null" or super()._origin_verified(request)


asks_token_of_page = decorator_from_middleware(TokenOfPage)


def posts_too_often(link):
    """Counts a POST by a link; whether there were too many within this minute."""
    return _count(f"link-{link.pk}") > POSTS_OF_A_LINK


def tries_too_often(request):
    """
    Counts a wrong link from the neighbourhood of an address; whether there were too many.

    Living links are never counted here: nobody can lock others out behind one proxy.
    """
    return _count(_neighbourhood(request.META.get("REMOTE_ADDR", ""))) > WRONG_LINKS


def seconds_left():
    """Until counting begins anew."""
    return MINUTE - int(timezone.now().timestamp()) % MINUTE


def _count(who):
    minute = int(timezone.now().timestamp()) // MINUTE
    key = f"reporting-limit-{who}-{minute}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, MINUTE)
    return count


def _neighbourhood(address):
    """A hash of the network that an address is in; the address itself is kept nowhere."""
    try:
        bits = 24 if ipaddress.ip_address(address).version == 4 else 48
        address = str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        address = "unknown"
    return salted_hmac("reporting.limit", address).hexdigest()
