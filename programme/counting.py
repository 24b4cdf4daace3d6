"""How often an address asks for something, over all processes; the address itself is kept nowhere."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac


def count_within(request, what, seconds):
    """
    Counts a request of a client for something; how many there were within this span of time.

    Spans begin at whole multiples of `seconds`. 0 where the cache keeps nothing.
    """
    span = int(timezone.now().timestamp()) // seconds
    who = salted_hmac(what, client_address(request)).hexdigest()
    key = f"{what}-{who}-{span}"
    for _try in ("as a rule", "the first time"):
        try:
            return cache.incr(key)
        except ValueError:
            cache.add(key, 0, seconds)
    return 0


def seconds_left(seconds):
    """Until counting begins anew."""
    return seconds - int(timezone.now().timestamp()) % seconds


def client_address(request):
    """Who asks: what the outermost of our proxies says, else who is connected."""
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed_on = request.headers.get("X-Forwarded-For", "").split(",")
    if count and len(passed_on) >= count:
        return passed_on[-count].strip()
    return request.META.get("REMOTE_ADDR", "")
