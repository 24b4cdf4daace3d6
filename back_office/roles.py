"""The roles of staff in the words that staff read; what they may do, migrations say."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """What a group is called, and a sentence on what its members may do."""

    label: Promise
    purpose: Promise


# By the names of their groups, from the widest to the narrowest.
ROLES = {
    "administrator": Role(
        _("administrator"),
        _("Gives accounts their roles, and edits all content and all settings of reporting."),
    ),
    "editor": Role(
        _("editor"),
        _("Writes, publishes and removes content: programmes, cities, actions, events, news."),
    ),
    "translator": Role(
        _("translator"),
        _("Writes texts in the other languages; figures, dates and the original stay untouched."),
    ),
    "coordinator": Role(
        _("coordinator"),
        _("Runs reporting rounds: asks, reminds, returns, waives and names reporters."),
    ),
    "approver": Role(
        _("approver"),
        _("Approves and returns progress reports."),
    ),
    "reporter": Role(
        _("reporter"),
        _("Writes the progress reports of the own actions; does not need the back office."),
    ),
    "reader": Role(
        _("reader"),
        _("Reads all progress reports before they are public; changes nothing."),
    ),
}


def role_name(group):
    """The name of a group in the language of the reader; a group of staff's own as it is named."""
    return str(ROLES[group.name].label) if group.name in ROLES else group.name


def role_purpose(group):
    """What the members of a group may do, in a sentence; "" for a group of staff's own."""
    return str(ROLES[group.name].purpose) if group.name in ROLES else ""
