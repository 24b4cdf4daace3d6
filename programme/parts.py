"""The part of a city in a programme, read together with what it is a part of."""

from programme.models import BasketMembership


def first_with_baskets(participations):
    """The first of public participations, None without any, with its city, its programme and its baskets."""
    first = participations.values("pk")[:1]
    memberships = list(
        BasketMembership.objects.public()
        .filter(participation__in=first)
        .select_related("basket", "participation__city", "participation__programme")
    )
    if memberships:
        return memberships[0].participation, memberships
    return participations.select_related("city", "programme").first(), []
