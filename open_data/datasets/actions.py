"""The actions that the city has promised, their steps, and who answers for them."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from open_data.columns import Column, Kind, Several
from open_data.dataset import Dataset
from open_data.datasets.common import (
    ENDS,
    ID,
    SLUG,
    SOURCE,
    STARTS,
    UPDATED,
    WEBSITE,
    action,
    name,
    text,
)
from open_data.datasets.strategy import STRATEGY
from programme.forms import ActionFilterForm
from programme.models import (
    ActionGoal,
    ActionOrganisation,
    Indicator,
    Milestone,
    Objective,
    Organisation,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)
from programme.models.publication import published

ON_ACTION = (StrategyAction, Strategy, Programme)


def of_public_actions():
    """The condition that the action of a row is public."""
    return (
        published("action__")
        & published("action__strategy__")
        & published("action__strategy__programme__")
    )


def organisations():
    """Those that a public action names."""
    named = ActionOrganisation.objects.filter(of_public_actions(), organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(named), removed_at=None)


ORGANISATIONS = Dataset(
    "organisations",
    _("Organisations"),
    _("The bodies that answer for actions."),
    Organisation,
    organisations,
    (ID, SLUG, name(_("Name of the organisation."), "Porin kaupunki"), WEBSITE),
    key="slug",
    hangs_on=(ActionOrganisation, *ON_ACTION),
)
ACTIONS = Dataset(
    "actions",
    _("Actions"),
    _("What the city has promised to do, with its status."),
    StrategyAction,
    lambda: StrategyAction.objects.public(),
    (
        ID,
        Column(
            "code",
            Kind.IDENTIFIER,
            _("Code of the action, as in the strategy; also its address."),
            "3.I.70",
            is_required=True,
        ),
        STRATEGY,
        Column(
            "objective",
            Kind.IDENTIFIER,
            _("Code of its theme or target state."),
            "3.I",
            path="objective__code",
            public=Objective.objects.public,
        ),
        Column(
            "basket",
            Kind.IDENTIFIER,
            _("Its thematic basket."),
            "green-economy",
            path="basket__slug",
            refers="baskets",
            public=ThematicBasket.objects.public,
        ),
        text("title", _("What is to be done."), "Lisätään kierrätystä"),
        text("aim", _("What it aims at."), "Kierrätysaste nousee."),
        text("why", _("Why it is done."), "Jätteen määrä kasvaa."),
        text(
            "origin",
            _("Where the action comes from, such as a decision."),
            "Kaupunginhallituksen päätös",
        ),
        STARTS,
        ENDS,
        Column(
            "status",
            Kind.CHOICE,
            _("Status that counts: that of the latest approved report, else the tracker’s."),
            "implementation",
            choices=StrategyAction.Status,
            is_required=True,
        ),
        Column(
            "stated_status",
            Kind.CHOICE,
            _("Status in the city’s own tracker of actions."),
            "planning",
            choices=StrategyAction.Status,
            is_required=True,
        ),
        Column(
            "reported_status",
            Kind.CHOICE,
            _("Status in the latest approved report. Empty without one."),
            "implementation",
            choices=StrategyAction.Status,
        ),
        Column(
            "goals",
            Kind.LIST,
            _("Sustainable development goals that it serves, by their numbers (1 to 17)."),
            "11 13",
            several=Several(ActionGoal.objects.all, "action", "goal"),
        ),
        Column(
            "indicators",
            Kind.LIST,
            _("Indicators by which it is measured."),
            "unemployment-pori",
            refers="indicators",
            several=Several(Indicator.objects.public, "actions", "slug"),
            covers=("indicators",),
        ),
        SOURCE,
        UPDATED,
    ),
    key="code",
    form=ActionFilterForm,
    hangs_on=(Strategy, Programme, Objective, ThematicBasket, Indicator),
)
RESPONSIBILITIES = Dataset(
    "responsibilities",
    _("Responsibilities"),
    _("Which organisation answers for which action."),
    ActionOrganisation,
    lambda: ActionOrganisation.objects.filter(of_public_actions(), organisation__removed_at=None),
    (
        ID,
        action(),
        Column(
            "organisation",
            Kind.IDENTIFIER,
            _("The organisation that answers for it."),
            "porin-kaupunki",
            path="organisation__slug",
            refers="organisations",
        ),
        Column(
            "role",
            Kind.CHOICE,
            _("Its role. Empty when the source does not say who leads."),
            "primary",
            choices=ActionOrganisation.Role,
        ),
    ),
    hangs_on=(Organisation, *ON_ACTION),
)
MILESTONES = Dataset(
    "milestones",
    _("Milestones"),
    _("The steps of actions: due when, reached when."),
    Milestone,
    lambda: Milestone.objects.filter(of_public_actions()),
    (
        ID,
        action(),
        text("title", _("What is to be reached."), "Suunnitelma on valmis"),
        Column("due_on", Kind.PARTIAL_DATE, _("When it is due."), "2026"),
        Column("reached_on", Kind.PARTIAL_DATE, _("When it was reached."), "2026-05"),
        SOURCE,
    ),
    hangs_on=ON_ACTION,
)
DATASETS = (ORGANISATIONS, ACTIONS, RESPONSIBILITIES, MILESTONES)
