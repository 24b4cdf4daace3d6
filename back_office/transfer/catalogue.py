"""
What can be imported and exported: every model stands here, or is left out for a reason.

`TABLES` go both ways, `RECORDS` out only, `LEFT_OUT` neither. The columns are named one by one,
so that a new column of a model gets out by decision, not by accident (docs/decisions/0021).
"""

from django.utils.translation import gettext_lazy as _

from back_office.models import Import, ImportedRow
from back_office.transfer.tables import table
from events.models import AgendaItem, Event, EventBasket, EventChange, Material, Takeaway
from operations.models import JobRun
from programme.models import (
    ActionGoal,
    ActionOrganisation,
    BasketMembership,
    Benefit,
    City,
    GrownData,
    Indicator,
    IndicatorValue,
    LoadedRow,
    Milestone,
    NewsItem,
    Objective,
    Organisation,
    Participation,
    Phase,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)
from reporting.models import (
    ActionContact,
    ActionReport,
    Correction,
    DeliveryAttempt,
    LockException,
    OutboxMail,
    Person,
    Reminder,
    ReportAccessLink,
    ReportAttachment,
    ReportComment,
    ReportingRound,
    ReportRevision,
    ReportTransition,
    ReportValue,
)

PUBLICATION = "source_url is_public publish_at"
SPAN = "starts_on ends_on"

TABLES = {
    Programme: table(
        Programme,
        "slug",
        "short_name name predecessor summary website cities_stated joint_events_planned "
        f"{SPAN} {PUBLICATION}",
    ),
    Phase: table(Phase, "programme number", f"slug name deliverables {SPAN} source_url"),
    ThematicBasket: table(ThematicBasket, "slug", "programme number name official_name source_url"),
    City: table(
        City,
        "slug",
        "name native_name country latitude longitude geonames_id settlement_population website "
        "is_home is_public publish_at",
    ),
    Participation: table(
        Participation, "city programme", f"role role_basis consortium {SPAN} source_url"
    ),
    BasketMembership: table(BasketMembership, "participation basket", "is_main source_url"),
    Strategy: table(
        Strategy,
        "slug",
        f"programme name adopted_on adopted_by actions_stated decision_url website {PUBLICATION}",
    ),
    Objective: table(Objective, "strategy code", "parent name source_url"),
    Organisation: table(Organisation, "slug", "name website"),
    StrategyAction: table(
        StrategyAction,
        "code",
        f"strategy objective basket title aim why origin {SPAN} stated_status indicators "
        f"internal_notes {PUBLICATION}",
    ),
    ActionOrganisation: table(ActionOrganisation, "action organisation", "role"),
    ActionGoal: table(ActionGoal, "action goal", ""),
    Milestone: table(
        Milestone,
        "action title_fi",
        "title_sv title_en due_on reached_on source_url",
        is_unique=False,
    ),
    Indicator: table(Indicator, "slug", "name unit scope is_share roll_up is_public publish_at"),
    IndicatorValue: table(
        IndicatorValue,
        f"indicator kind {SPAN}",
        "period_as_printed year_basis value value_as_printed note source_url",
    ),
    Benefit: table(
        Benefit,
        "slug",
        f"programme basket city actions kind standing title description {SPAN} evidence evidence_on "
        f"measure_amount measure_unit decision_url effort {PUBLICATION}",
    ),
    NewsItem: table(NewsItem, "slug", f"programme title summary published_on {PUBLICATION}"),
    Event: table(
        Event,
        "slug",
        "programme part_of kind joint_event_number title summary body starts_on starts_time "
        "ends_on ends_time time_zone status mode place address join_url join_audience "
        "registration_url registration_opens_at registration_closes_at city_role people_count "
        f"benefits closed_on website note {PUBLICATION}",
    ),
    EventBasket: table(EventBasket, "event basket", ""),
    AgendaItem: table(
        AgendaItem,
        "event title_fi",
        "title_sv title_en starts_on starts_time speaker_role action",
        is_unique=False,
    ),
    Material: table(
        Material, "event title_fi", "title_sv title_en url language is_accessible", is_unique=False
    ),
    Takeaway: table(
        Takeaway,
        "event title_fi",
        "title_sv title_en owner_role due_on action benefit closed_reason",
        is_unique=False,
    ),
    # Without the account and the baskets in which one approves: those are rights.
    Person: table(Person, "email", "name unit language is_named wants_digests"),
    ActionContact: table(ActionContact, "action basket", "person"),
}

BY_MOVES = _("Reports change by their moves only, which are recorded; they can be exported.")
THE_RECORD = _("This is the record of what has happened; it can be exported.")
RECORDS = {
    ReportingRound: (
        _("A round asks for reports when it is made, so it is made in its form."),
        table(
            ReportingRound,
            "slug",
            f"programme sequence name {SPAN} opens_at due_at closes_at archived_at public_note",
        ),
    ),
    ActionReport: (
        BY_MOVES,
        table(
            ActionReport,
            "round action",
            "assignee state revision_number language status percent summary next_steps obstacles "
            "is_unchanged no_change_reason waive_reason submitted_at approved_at is_self_approved",
        ),
    ),
    ReportValue: (
        BY_MOVES,
        table(
            ReportValue,
            "report indicator",
            "value numerator denominator no_value_reason source measured_on",
        ),
    ),
    ReportTransition: (
        THE_RECORD,
        table(
            ReportTransition,
            "report sequence",
            "name from_state to_state made_at actor_label actor_role comment language via",
        ),
    ),
    ReportRevision: (
        THE_RECORD,
        table(
            ReportRevision,
            "report number",
            "kind content_hash previous_hash made_at reason",
        ),
    ),
    Correction: (
        THE_RECORD,
        table(Correction, "report proposed_at", "changes category reason language decided_at"),
    ),
    LockException: (
        _("An exception is granted or revoked, never changed; it can be exported."),
        table(LockException, "granted_to starts_at", "report round until reason revoked_at"),
    ),
    OutboxMail: (
        THE_RECORD,
        table(OutboxMail, "recipient created_at", "kind report person language subject sent_at"),
    ),
    EventChange: (THE_RECORD, table(EventChange, "event changed_at", "kind before after")),
}

LEFT_OUT = {
    LoadedRow: "What load_public_data remembers; nothing that staff write.",
    DeliveryAttempt: "Technical; the back office shows it below its letter.",
    Reminder: "Keeps a second run of send_reminders from writing twice.",
    ReportAccessLink: "Holds the seeds of secrets.",
    ReportAttachment: "A file, which no table holds.",
    ReportComment: "Words between those who work on a report, seen by them only.",
    Import: "What import itself keeps.",
    JobRun: "When jobs have run, which says nothing of the programme.",
    ImportedRow: "What import itself keeps.",
    GrownData: "Says that a database was grown for measuring.",
}

# What stands below a row on its page, and is exported and imported from the list of those rows.
PARTS = {
    Programme: [Phase],
    Participation: [BasketMembership],
    StrategyAction: [ActionOrganisation, Milestone, ActionGoal],
    Indicator: [IndicatorValue],
    Event: [EventBasket, AgendaItem, Material, Takeaway, EventChange],
    ActionReport: [ReportValue],
}


def table_of(model):
    """The table class of a model that goes out; None for one that is left out."""
    return TABLES.get(model) or RECORDS.get(model, (None, None))[1]


def offered_with(model):
    """The models that the list of a model exports and, where possible, imports."""
    return [each for each in [model, *PARTS.get(model, [])] if table_of(each)]
