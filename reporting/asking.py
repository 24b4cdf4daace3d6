"""Asking for reports: which actions a round expects one on, and from whom."""

from programme.models import StrategyAction
from programme.models.publication import published
from reporting.models import ActionContact, ActionReport

FINISHED = [StrategyAction.Status.COMPLETED, StrategyAction.Status.CANCELLED]


def to_be_asked(round):
    """The actions of the programme that are public, not finished and not asked yet."""
    actions = StrategyAction.objects.filter(
        published(), published("strategy__"), strategy__programme=round.programme_id
    )
    return actions.exclude(status__in=FINISHED).exclude(reports__round=round)


def ask(round):
    """
    Make the reports that the round expects. Returns how many are new; asking twice adds none.

    Each gets the reporter of the action, else that of its basket, else nobody yet.
    """
    contacts = ActionContact.objects.all()
    by_action = {each.action_id: each.person_id for each in contacts if each.action_id}
    by_basket = {each.basket_id: each.person_id for each in contacts if each.basket_id}
    reports = [
        ActionReport(
            round=round,
            action=action,
            assignee_id=by_action.get(action.pk) or by_basket.get(action.basket_id),
        )
        for action in to_be_asked(round)
    ]
    return len(ActionReport.objects.bulk_create(reports, ignore_conflicts=True))
