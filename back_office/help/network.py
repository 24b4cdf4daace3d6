"""Programmes, cities, baskets, and what all rooms share. Each text with the fields that it stands beside."""

from django.utils.translation import gettext_lazy as _

TEXTS = [
    (
        _("The name as visitors read it, for example “Intelligent Cities Challenge”."),
        ["programme.Programme.name"],
    ),
    (_("The name for tables and charts, for example ICC."), ["programme.Programme.short_name"]),
    (
        _(
            "The last part of the page’s address: small letters, digits and hyphens, for example green-economy. Links from elsewhere break if it changes."
        ),
        [
            "programme.Programme.slug",
            "programme.ThematicBasket.slug",
            "programme.City.slug",
            "programme.Strategy.slug",
            "programme.Indicator.slug",
            "programme.Benefit.slug",
            "events.Event.slug",
            "reporting.ReportingRound.slug",
        ],
    ),
    (
        _(
            "Names the row in exports and feeds: small letters, digits and hyphens, for example first-report."
        ),
        [
            "programme.Phase.slug",
            "programme.NewsItem.slug",
            "programme.Organisation.slug",
        ],
    ),
    (
        _("The programme that this one continues, for example DCC before ICC."),
        ["programme.Programme.predecessor"],
    ),
    (
        _(
            "What visitors read first: two or three sentences, for example what it is about and who takes part."
        ),
        ["programme.Programme.summary", "programme.NewsItem.summary", "events.Event.summary"],
    ),
    (
        _("The site of its own that visitors are led to, for example https://www.pori.fi/."),
        [
            "programme.Programme.website",
            "programme.City.website",
            "programme.Strategy.website",
            "programme.Organisation.website",
            "events.Event.website",
        ],
    ),
    (
        _(
            "The page or file in which these facts were read, so that anybody can check them, for example https://www.pori.fi/strategia."
        ),
        [
            "programme.Programme.source_url",
            "programme.Phase.source_url",
            "programme.ThematicBasket.source_url",
            "programme.Participation.source_url",
            "programme.BasketMembership.source_url",
            "programme.Strategy.source_url",
            "programme.Objective.source_url",
            "programme.StrategyAction.source_url",
            "programme.Milestone.source_url",
            "programme.IndicatorValue.source_url",
            "programme.Benefit.source_url",
            "programme.NewsItem.source_url",
            "events.Event.source_url",
        ],
    ),
    (
        _(
            "As far as it is known: a day, a month or a year. For example 2022-06, if only the month is known."
        ),
        [
            "programme.Programme.starts_on",
            "programme.Programme.ends_on",
            "programme.Phase.starts_on",
            "programme.Phase.ends_on",
            "programme.Participation.starts_on",
            "programme.Participation.ends_on",
            "programme.Strategy.adopted_on",
            "programme.StrategyAction.starts_on",
            "programme.StrategyAction.ends_on",
            "programme.Milestone.due_on",
            "programme.Milestone.reached_on",
            "programme.IndicatorValue.starts_on",
            "programme.IndicatorValue.ends_on",
            "programme.Benefit.starts_on",
            "programme.Benefit.ends_on",
            "programme.NewsItem.published_on",
            "events.Event.starts_on",
            "events.Event.ends_on",
        ],
    ),
    (
        _(
            "How many cities the programme itself says it has, for example 64. Shown beside the number of cities known here."
        ),
        ["programme.Programme.cities_stated"],
    ),
    (
        _("How many joint events the programme has promised, for example 6."),
        ["programme.Programme.joint_events_planned"],
    ),
    (
        _("Visitors see it only when this is ticked."),
        [
            "programme.Programme.is_public",
            "programme.City.is_public",
            "programme.Strategy.is_public",
            "programme.StrategyAction.is_public",
            "programme.Indicator.is_public",
            "programme.Benefit.is_public",
            "programme.NewsItem.is_public",
            "events.Event.is_public",
        ],
    ),
    (
        _(
            "Hidden until this time although it is public, for example 1.9.2026 at 09:00. Empty: shown at once."
        ),
        [
            "programme.Programme.publish_at",
            "programme.City.publish_at",
            "programme.Strategy.publish_at",
            "programme.StrategyAction.publish_at",
            "programme.Indicator.publish_at",
            "programme.Benefit.publish_at",
            "programme.NewsItem.publish_at",
            "events.Event.publish_at",
        ],
    ),
    (
        _("Its place in the order, counted from the first, for example 1."),
        [
            "programme.Phase.number",
            "programme.ThematicBasket.number",
            "reporting.ReportingRound.sequence",
        ],
    ),
    (_("What the phase is called, for example “Preparation”."), ["programme.Phase.name"]),
    (
        _("What a city has to hand in during the phase, for example “Strategy and roadmap”."),
        ["programme.Phase.deliverables"],
    ),
    (
        _("The programme to which it belongs, for example Intelligent Cities Challenge."),
        [
            "programme.ThematicBasket.programme",
            "programme.Participation.programme",
            "programme.Benefit.programme",
            "programme.NewsItem.programme",
            "programme.Strategy.programme",
            "events.Event.programme",
            "reporting.ReportingRound.programme",
        ],
    ),
    (
        _("The theme as visitors read it, for example “Green economy”."),
        ["programme.ThematicBasket.name"],
    ),
    (
        _(
            "The name in the programme’s own documents, for example “Green Economy and Local Green Deals”."
        ),
        ["programme.ThematicBasket.official_name"],
    ),
    (
        _("The city’s name in this language, for example “Antwerp” in English."),
        ["programme.City.name"],
    ),
    (_("What the city calls itself, for example “Gdańsk”."), ["programme.City.native_name"]),
    (
        _("The state in which the city lies. Decides its place in lists and filters."),
        ["programme.City.country"],
    ),
    (_("Only one city can be the home city."), ["programme.City.is_home"]),
    (_("For example 61.4851."), ["programme.City.latitude"]),
    (_("For example 21.7974."), ["programme.City.longitude"]),
    (
        _("The number at the end of the city’s address on geonames.org, for example 640999."),
        ["programme.City.geonames_id"],
    ),
    (_("For example 76772."), ["programme.City.settlement_population"]),
    (_("The city that takes part, for example Pori."), ["programme.Participation.city"]),
    (
        _("What the city is in the programme. Decides the group in which it is listed."),
        ["programme.Participation.role"],
    ),
    (
        _("Whether a source says the role or it was concluded. Visitors are told which."),
        ["programme.Participation.role_basis"],
    ),
    (
        _("The group of cities that applied together, for example “Baltic cities”."),
        ["programme.Participation.consortium"],
    ),
    (
        _("The thematic basket to which it belongs, for example Green economy."),
        [
            "programme.BasketMembership.basket",
            "programme.StrategyAction.basket",
            "events.EventBasket.basket",
        ],
    ),
    (
        _("The basket in which the city works most. It is named first."),
        ["programme.BasketMembership.is_main"],
    ),
]
