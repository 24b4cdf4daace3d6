"""What readers are owed. Each text with the fields that it stands beside."""

from django.utils.translation import gettext_lazy as _

STATEMENT, SHORTCOMING = "readers.AccessibilityStatement", "readers.Shortcoming"
KEEPER, FEEDBACK = "readers.Keeper", "readers.Feedback"
TEXTS = [
    (
        _(
            "How far the site meets the requirements, as a whole. With known shortcomings it is “partially”."
        ),
        [f"{STATEMENT}.compliance"],
    ),
    (_("The city itself or somebody from outside."), [f"{STATEMENT}.assessor"]),
    (_("The last day of the assessment, for example 26.11.2026."), [f"{STATEMENT}.assessed_on"]),
    (
        _("What was tried, with which tools and by whom, for example “by keyboard and with NVDA”."),
        [f"{STATEMENT}.assessment"],
    ),
    (
        _("The unit or role that answers, for example “Communications”; no name of a person."),
        [f"{STATEMENT}.handler"],
    ),
    (
        _("For readers who cannot use the form, for example saavutettavuus@example.org."),
        [f"{STATEMENT}.feedback_email"],
    ),
    (_("For example 02 621 1100."), [f"{STATEMENT}.feedback_phone", f"{KEEPER}.phone"]),
    (
        _(
            "To whom readers complain, on lines as in an address, for example the authority and its unit."
        ),
        [f"{STATEMENT}.authority"],
    ),
    (
        _("As the authority gives it, for example https://www.saavutettavuusvaatimukset.fi/."),
        [f"{STATEMENT}.authority_url"],
    ),
    (_("For example saavutettavuus@traficom.fi."), [f"{STATEMENT}.authority_email"]),
    (_("For example 029 534 5000."), [f"{STATEMENT}.authority_phone"]),
    (_("For example 26.11.2026. The latest public statement is shown."), [f"{STATEMENT}.made_on"]),
    (
        _(
            "When somebody last saw that it still holds, for example 1.3.2027; once a year at least."
        ),
        [f"{STATEMENT}.reviewed_on"],
    ),
    (
        _(
            "For example 1.12.2026. While it is empty, the page says that the city has not confirmed the statement."
        ),
        [f"{STATEMENT}.confirmed_on"],
    ),
    (_("Whether visitors may see it."), [f"{STATEMENT}.is_public"]),
    (_("Under which heading of the statement it stands."), [f"{SHORTCOMING}.kind"]),
    (
        _("For example “Presentations attached to events lack headings”."),
        [f"{SHORTCOMING}.text"],
    ),
    (_("Its number in WCAG, for example 1.4.3; empty if none fits."), [f"{SHORTCOMING}.criterion"]),
    (_("For example “They were made by other cities”."), [f"{SHORTCOMING}.reason"]),
    (
        _("For example “Ask for it by the feedback form”."),
        [f"{SHORTCOMING}.instead"],
    ),
    (_("For example 30.6.2027; empty when it is not known."), [f"{SHORTCOMING}.until"]),
    (
        _("The body that answers for personal data, for example “City of Pori”."),
        [f"{KEEPER}.name"],
    ),
    (_("For example kirjaamo@example.org."), [f"{KEEPER}.email"]),
    (_("On lines, for example PO Box, post code and town."), [f"{KEEPER}.address"]),
    (
        _("The role, for example “Data protection officer of the city”."),
        [f"{KEEPER}.officer"],
    ),
    (_("For example tietosuoja@example.org."), [f"{KEEPER}.officer_email"]),
    (_("For example 044 701 0000."), [f"{KEEPER}.officer_phone"]),
    (
        _(
            "It goes by e-mail to the writer, if an address was given. Otherwise note what was done, for "
            "example “The date has been corrected”. What is saved has been said: it cannot be changed."
        ),
        [f"{FEEDBACK}.answer"],
    ),
    (
        _("Untick it when a person has written the message. Answering does that by itself."),
        [f"{FEEDBACK}.is_suspected"],
    ),
]
