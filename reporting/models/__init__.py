"""The accounts: how far the promises are, said by whom and when."""

from reporting.models.letters import DeliveryAttempt, OutboxMail, Reminder, ReportAccessLink
from reporting.models.parts import ReportAttachment, ReportComment, ReportValue
from reporting.models.people import ActionContact, Person
from reporting.models.record import Correction, ReportRevision, ReportTransition, Unchangeable
from reporting.models.reports import ActionReport, State
from reporting.models.rounds import LockException, ReportingRound

__all__ = [
    "ActionContact",
    "ActionReport",
    "Correction",
    "DeliveryAttempt",
    "LockException",
    "OutboxMail",
    "Person",
    "Reminder",
    "ReportAccessLink",
    "ReportAttachment",
    "ReportComment",
    "ReportRevision",
    "ReportTransition",
    "ReportValue",
    "ReportingRound",
    "State",
    "Unchangeable",
]
