"""Strategies, actions, measures and results. Each text with the fields that it stands beside."""

from django.utils.translation import gettext_lazy as _

TEXTS = [
    (
        _("What the city has gained, in a few words, for example “Advice from a mentor city”."),
        ["programme.Benefit.title"],
    ),
    (
        _("Of what kind the benefit is. Visitors can narrow the list by it."),
        ["programme.Benefit.kind"],
    ),
    (
        _(
            "How sure it is: received, stated by the city or expected. The three are never added up."
        ),
        ["programme.Benefit.standing"],
    ),
    (
        _(
            "What happened and what it brought, for example who advised the city and what was done then."
        ),
        ["programme.Benefit.description"],
    ),
    (
        _("If the benefit belongs to one basket, for example Green economy."),
        ["programme.Benefit.basket"],
    ),
    (
        _(
            "The city that gave it, for example the mentor city that advised. Empty if it was not one."
        ),
        ["programme.Benefit.city"],
    ),
    (
        _("What the city can do better because of it, for example 3.I.70. Their pages lead here."),
        ["programme.Benefit.actions"],
    ),
    (
        _(
            "What shows that it was received, for example “Minutes of the meeting with Odense, in the "
            "archive of the city”. Needed where no source can be linked."
        ),
        ["programme.Benefit.evidence"],
    ),
    (
        _("The day of that document, for example 2026-09-15, or its month or year."),
        ["programme.Benefit.evidence_on"],
    ),
    (
        _("How much in the unit below, for example 12. Empty if nobody has counted."),
        ["programme.Benefit.measure_amount"],
    ),
    (
        _("What is counted. Received amounts are summed, each unit for itself."),
        ["programme.Benefit.measure_unit"],
    ),
    (
        _("Where the euros were decided, for example https://www.pori.fi/paatokset."),
        ["programme.Benefit.decision_url"],
    ),
    (
        _("The work of all who took part, together and roughly. Never the work of one person."),
        ["programme.Benefit.effort"],
    ),
    (
        _("The heading of the news, for example “Pori joins the second phase”."),
        ["programme.NewsItem.title"],
    ),
    (_("The strategy’s name, for example “Resource-wise Pori 2030”."), ["programme.Strategy.name"]),
    (
        _(
            "How many actions the whole strategy has, for example 70, also those that are not recorded here."
        ),
        ["programme.Strategy.actions_stated"],
    ),
    (_("Who adopted it, for example “City Council”."), ["programme.Strategy.adopted_by"]),
    (
        _("The minutes in which it was adopted, for example https://www.pori.fi/paatokset."),
        ["programme.Strategy.decision_url"],
    ),
    (
        _("The strategy to which it belongs, for example Resource-wise Pori 2030."),
        ["programme.Objective.strategy", "programme.StrategyAction.strategy"],
    ),
    (_("For example the theme 3, Wise consumption."), ["programme.Objective.parent"]),
    (
        _("The mark in the strategy, for example 3 for a theme or 3.I for a target state."),
        ["programme.Objective.code"],
    ),
    (
        _("The words of the strategy, for example “Waste becomes raw material”."),
        ["programme.Objective.name"],
    ),
    (
        _("The body that is responsible, for example “Water services”."),
        ["programme.Organisation.name"],
    ),
    (
        _("What the city does, in one line, for example “Bicycle parking at the station”."),
        ["programme.StrategyAction.title"],
    ),
    (
        _("The target state that the action serves. Decides where it is listed."),
        ["programme.StrategyAction.objective"],
    ),
    (
        _(
            "What will be different when it is done, for example “Half of the journeys are made on foot or by bicycle”."
        ),
        ["programme.StrategyAction.aim"],
    ),
    (
        _("Why the city does it, for example “Traffic causes a third of the emissions”."),
        ["programme.StrategyAction.why"],
    ),
    (
        _("What is counted to follow the action. Reporters are asked for their values."),
        ["programme.StrategyAction.indicators"],
    ),
    (
        _("For example “The schedule is confirmed in the budget”."),
        ["programme.StrategyAction.internal_notes"],
    ),
    (
        _("The action, for example 3.I.70."),
        [
            "programme.ActionOrganisation.action",
            "programme.ActionGoal.action",
            "reporting.ActionContact.action",
            "events.AgendaItem.action",
            "events.Takeaway.action",
        ],
    ),
    (_("Who does it, for example Water services."), ["programme.ActionOrganisation.organisation"]),
    (
        _(
            "The Sustainable Development Goal of the United Nations that the action serves, for example 11."
        ),
        ["programme.ActionGoal.goal"],
    ),
    (
        _("What will have been reached, for example “The plan has been approved”."),
        ["programme.Milestone.title"],
    ),
    (_("What is counted, for example “Unemployment rate”."), ["programme.Indicator.name"]),
    (_("The unit of the values, for example t CO₂e or euros."), ["programme.Indicator.unit"]),
    (_("For example “Pori” or “Finland”."), ["programme.Indicator.scope"]),
    (
        _("Whether it is the value at the start, the value reached or the value aimed at."),
        ["programme.IndicatorValue.kind"],
    ),
    (
        _("The number alone, for example 10.4. Empty if the source gives no number."),
        ["programme.IndicatorValue.value"],
    ),
    (
        _("How the period is known. Visitors are told if it is not from the source itself."),
        ["programme.IndicatorValue.year_basis"],
    ),
    (
        _("What a reader should know of the source, for example “Read from a chart”."),
        ["programme.IndicatorValue.note", "events.Event.note"],
    ),
]
