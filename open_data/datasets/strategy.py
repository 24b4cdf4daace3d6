"""Strategies, and what they aim at."""

from django.utils.translation import gettext_lazy as _

from open_data.columns import Column, Kind
from open_data.dataset import Dataset
from open_data.datasets.common import (
    ID,
    SLUG,
    SOURCE,
    UPDATED,
    WEBSITE,
    name,
    programme,
    text,
)
from programme.models import (
    Objective,
    Programme,
    Strategy,
)

STRATEGY = Column(
    "strategy",
    Kind.IDENTIFIER,
    _("The strategy that it belongs to."),
    "resurssiviisas",
    path="strategy__slug",
    refers="strategies",
)
STRATEGIES = Dataset(
    "strategies",
    _("Strategies"),
    _("The plans that the city has adopted within a programme."),
    Strategy,
    lambda: Strategy.objects.public(),
    (
        ID,
        SLUG,
        programme(),
        name(_("Name of the strategy."), "Resurssiviisas Pori"),
        Column("adopted_on", Kind.PARTIAL_DATE, _("When it was adopted."), "2022-05-30"),
        text("adopted_by", _("Body that adopted it."), "kaupunginvaltuusto"),
        Column(
            "actions_stated",
            Kind.INTEGER,
            _("Number of actions in the whole strategy; not all of them may be known here."),
            "89",
            unit=_("actions"),
        ),
        Column(
            "decision_url",
            Kind.LINK,
            _("The decision by which it was adopted."),
            "https://example.org/decision",
        ),
        WEBSITE,
        SOURCE,
        UPDATED,
    ),
    key="slug",
    hangs_on=(Programme,),
)
OBJECTIVES = Dataset(
    "objectives",
    _("Themes and target states"),
    _("The themes of a strategy, and the target states under them."),
    Objective,
    lambda: Objective.objects.public(),
    (
        ID,
        STRATEGY,
        Column("code", Kind.IDENTIFIER, _("Code in the strategy."), "3.I", is_required=True),
        Column(
            "theme",
            Kind.IDENTIFIER,
            _("Code of the theme that a target state stands under. Empty for a theme."),
            "3",
            path="parent__code",
        ),
        name(_("Name of the theme or target state."), "Kiertotalous"),
        SOURCE,
    ),
    hangs_on=(Strategy, Programme),
)
DATASETS = (STRATEGIES, OBJECTIVES)
