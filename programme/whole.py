"""An action with all that its page shows: with few questions, none for what is not there."""

from django.db.models import Exists, OuterRef

from programme.models import (
    ActionGoal,
    ActionOrganisation,
    Indicator,
    Milestone,
    Objective,
    StrategyAction,
    ThematicBasket,
)
from programme.prepared import first_or_404, hold, prepared

# What may hang on an action: where it stands that it does, and by which column.
PARTS = {
    "goals": (ActionGoal, "action"),
    "indicators": (StrategyAction.indicators.through, "strategyaction"),
    "milestones": (Milestone, "action"),
    "responsibilities": (ActionOrganisation, "action"),
}
# What it stands under, with the same strategy or without; it is shown where it is public itself.
ABOVE = {"basket": ThematicBasket, "objective": Objective}


def public_action(code):
    """
    The public action of a code. Raises Http404.

    It says whether it has parts of every kind, and whether it shows what is above.
    """
    return first_or_404(_called(code))


@prepared
def _called(code):
    there_is = {
        f"has_{name}": Exists(model._base_manager.filter(**{column: OuterRef("pk")}))
        for name, (model, column) in PARTS.items()
    }
    shows = {
        f"shows_{name}": Exists(model.objects.public().filter(pk=OuterRef(name)))
        for name, model in ABOVE.items()
    }
    known = StrategyAction.objects.public().filter(code=code).annotate(**there_is, **shows)
    return known.select_related("strategy", "basket", "objective__parent")


# The parts of each kind that visitors may know of.
SHOWN = {
    "goals": lambda action: ActionGoal.objects.filter(action=action),
    "indicators": lambda action: Indicator.objects.public().with_values().filter(actions=action),
    "milestones": lambda action: Milestone.objects.filter(action=action),
    "responsibilities": lambda action: ActionOrganisation.objects.public().filter(action=action),
}
FETCH = {name: prepared(rows) for name, rows in SHOWN.items()}


def fetch_parts(action):
    """Fetch the parts of a `public_action`; of other things only what is public."""
    for name in ABOVE:
        if not getattr(action, f"shows_{name}"):
            setattr(action, name, None)
    for name, fetch in FETCH.items():
        hold(action, name, fetch(action.pk) if getattr(action, f"has_{name}") else [])
