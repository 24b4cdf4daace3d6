"""What the filters offer of what visitors may know of."""

from django.db.models import Exists, OuterRef

from programme.models import (
    ActionOrganisation,
    City,
    Objective,
    Organisation,
    Programme,
    StrategyAction,
    ThematicBasket,
)
from programme.prepared import prepared
from programme.words import in_every_language


@prepared
def public_baskets():
    """The baskets that visitors may know of, with what a choice tells of them."""
    return ThematicBasket.objects.public().only("slug", *in_every_language("name"))


@prepared
def objectives():
    """The themes and target states, with what a choice tells of them."""
    objectives = Objective.objects.public().select_related("strategy")
    return objectives.only("code", "parent", "strategy__slug", *in_every_language("name"))


@prepared
def organisations():
    """Those that a public action names."""
    actions = StrategyAction.objects.public()
    named_in = ActionOrganisation.objects.filter(organisation=OuterRef("pk"), action__in=actions)
    known = Organisation.objects.filter(Exists(named_in), removed_at=None)
    return known.only("slug", *in_every_language("name"))


@prepared
def countries():
    """The codes of the countries that cities are in."""
    return City.objects.public().order_by("country").values_list("country", flat=True).distinct()


@prepared
def programmes():
    """The programmes, with how many cities are known."""
    return Programme.objects.public().with_counts()
