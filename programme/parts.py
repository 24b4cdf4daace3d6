"""The part of the home city in a programme, read together with what it is a part of."""

from programme.models import BasketMembership, Participation, Phase
from programme.prepared import hold, prepared


def part_of_home(programme=None):
    """
    The part of the home city in a programme, by its key, or in the latest one; None without any.

    It comes with its city, its programme and the programme's phases; the second thing of the pair
    are its baskets.
    """
    memberships = _memberships() if programme is None else _memberships_in(programme)
    if memberships:
        part = memberships[0].participation
    else:
        parts = Participation.objects.public().of_home().select_related("city", "programme")
        part = (parts if programme is None else parts.filter(programme=programme)).first()
    if part:
        hold(part.programme, "phases", phases_of(part.programme_id))
    return part, memberships


@prepared
def phases_of(programme):
    """The phases of a programme."""
    return Phase.objects.filter(programme=programme)


@prepared
def _memberships():
    return _of_first(Participation.objects.public().of_home())


@prepared
def _memberships_in(programme):
    return _of_first(Participation.objects.public().of_home().filter(programme=programme))


def _of_first(parts):
    memberships = BasketMembership.objects.public().filter(participation__in=parts.values("pk")[:1])
    return memberships.select_related("basket", "participation__city", "participation__programme")
