"""How often one address may ask within a minute; the address itself is kept nowhere."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

MINUTE = 60


def asks_too_often(request):
    """Counts a request; whether there were too many from its address within this minute."""
    minute = int(timezone.now().timestamp()) // MINUTE
    who = salted_hmac("open_data.limit", client_address(request)).hexdigest()
    key = f"open-data-limit-{who}-{minute}"
    cache.add(key, 0, MINUTE)
    try:
        return cache.incr(key) > settings.API_LIMIT
    except ValueError:
        # A cache that keeps nothing counts nothing.
        return False


def seconds_left():
    """Until counting begins anew."""
    return MINUTE - int(timezone.now().timestamp()) % MINUTE


def client_address(request):
    """Who asks: what the outermost of our proxies says, else who is connected."""
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed_on = request.headers.get("X-Forwarded-For", "").split(",")
    if count and len(passed_on) >= count:
        return passed_on[-count].strip()
    return request.META.get("REMOTE_ADDR", "")
