"""An action with all that its page shows: with few questions, none for what is not there."""

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from programme.models import (
    ActionGoal,
    ActionOrganisation,
    Indicator,
    Milestone,
    Objective,
    StrategyAction,
    ThematicBasket,
)

# What may hang on an action: where it stands that it does, and by which column.
PARTS = {
    "goals": (ActionGoal, "action"),
    "indicators": (StrategyAction.indicators.through, "strategyaction"),
    "milestones": (Milestone, "action"),
    "responsibilities": (ActionOrganisation, "action"),
}
# What it stands under, with the same strategy or without; it is shown where it is public itself.
ABOVE = {"basket": ThematicBasket, "objective": Objective}


def actions():
    """The public actions; each says whether it has parts of every kind, and whether it shows what is above."""
    there_is = {
        f"has_{name}": Exists(model._base_manager.filter(**{column: OuterRef("pk")}))
        for name, (model, column) in PARTS.items()
    }
    shows = {
        f"shows_{name}": Exists(model.objects.public().filter(pk=OuterRef(name)))
        for name, model in ABOVE.items()
    }
    known = StrategyAction.objects.public().annotate(**there_is, **shows)
    return known.select_related("strategy", "basket", "objective__parent")


def fetch_parts(action):
    """Fetch the parts of one of `actions`; of other things only what is public."""
    for name in ABOVE:
        if not getattr(action, f"shows_{name}"):
            setattr(action, name, None)
    asked = {
        "goals": ActionGoal.objects.all(),
        "indicators": Indicator.objects.public().with_values(),
        "milestones": Milestone.objects.all(),
        "responsibilities": ActionOrganisation.objects.public(),
    }
    parts = [
        Prefetch(name, rows if getattr(action, f"has_{name}") else rows.none())
        for name, rows in asked.items()
    ]
    prefetch_related_objects([action], *parts)
