"""
What of the models is in no dataset, with the reason for each.

A test holds this against the models: a field that is neither a column nor here fails it.
"""

PUBLICATION = "It decides whether the row is public, and says nothing of the thing."
ORDER = "It follows from the code and is there for sorting."
COPIED = "It repeats what another row says, for a rule of the database."
PEOPLE = "It is about a person."
WORK = "It is a tool of those who work on a report."
IN_REVISION = "The public revision of the report says it."
BETWEEN = "It ties two rows; a column or a dataset tells of it."

# Of every model that has them.
EVERYWHERE = {"is_public": PUBLICATION, "publish_at": PUBLICATION, "removed_at": PUBLICATION}
FIELDS = {
    "programme.objective": {
        "sort_key": ORDER,
        "level": "Whether there is a theme says it.",
        "parent_level": "Whether there is a theme says it.",
    },
    "programme.strategyaction": {
        "sort_key": ORDER,
        "internal_notes": "It is for staff only.",
        "organisations": "The dataset “responsibilities” tells of it.",
    },
    "programme.participation": {"baskets": "The dataset “basket-memberships” tells of it."},
    "programme.indicatorvalue": {"is_share": COPIED},
    "events.event": {
        "over_at": "It follows from the end and its time zone.",
        "join_url": "It is for those who take part; the page shows it where everybody may join.",
        "join_audience": "It is about the link for joining, which is not told.",
        "closed_on": "It is a note on the work of staff.",
    },
    "events.material": {"file": "Kept files are handed out on the page of their event."},
    "events.takeaway": {
        "owner_role": "It is a note on the work of staff.",
        "due_on": "It is a note on the work of staff.",
    },
    "reporting.reportinground": {
        "is_example": "Examples are in no dataset.",
        "created_by": PEOPLE,
        "created_at": "It is a note on the work of staff.",
        "version": WORK,
    },
    "reporting.actionreport": {
        "assignee": PEOPLE,
        "state": "Only approved reports are told of.",
        "revision_number": WORK,
        "answers": WORK,
        "seen_warnings": WORK,
        "minutes_spent": "The effort of single people is not published.",
        "waive_reason": "Only approved reports are told of.",
        "submitted_by": PEOPLE,
        "submitted_by_person": PEOPLE,
        "approved_by": PEOPLE,
        "version": WORK,
        "updated_at": "Also saving a draft changes it.",
    },
    "reporting.correction": {
        "proposed_by": PEOPLE,
        "proposed_at": "Until it is confirmed a correction is not public.",
        "decided_at": "Its revision says when it was made.",
        "decided_by": PEOPLE,
    },
}
MODELS = {
    "programme.loadedrow": "It is the memory of the loader.",
    "programme.growndata": "It says that a database was grown for measuring.",
    "programme.actiongoal": BETWEEN,
    "programme.strategyaction_indicators": BETWEEN,
    "programme.benefit_actions": BETWEEN,
    "events.event_benefits": BETWEEN,
    "events.eventbasket": BETWEEN,
    "events.eventchange": "The feed of changes and the page of the event tell of it.",
    "reporting.person": PEOPLE,
    "reporting.person_baskets": PEOPLE,
    "reporting.actioncontact": PEOPLE,
    "reporting.reportrevision": "Reports and corrections are told as their revisions have them.",
    "reporting.reporttransition": PEOPLE,
    "reporting.lockexception": PEOPLE,
    "reporting.outboxmail": PEOPLE,
    "reporting.deliveryattempt": PEOPLE,
    "reporting.reminder": PEOPLE,
    "reporting.reportaccesslink": "It is the key of one person to one report.",
    "reporting.reportattachment": "It is on the page of its report, with a licence of its own.",
    "reporting.reportcomment": "It is a word between those who work on a report.",
}
