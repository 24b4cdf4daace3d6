"""How often one address may ask within a minute."""

from django.conf import settings

from programme import counting

MINUTE = 60


def asks_too_often(request):
    """Counts a request; whether there were too many from its address within this minute."""
    return counting.count_within(request, "open_data.limit", MINUTE) > settings.API_LIMIT


def seconds_left():
    """Until counting begins anew."""
    return counting.seconds_left(MINUTE)
