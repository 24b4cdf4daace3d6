"""Who acts, and in which role: reporter, coordinator, approver, translator or the system."""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User

from reporting.models import ActionContact, Person, ReportTransition

# The groups, which migration 0003 makes, and the rights in `ActionReport.Meta`.
GROUPS = ["reporter", "coordinator", "approver", "reader"]


class Role(StrEnum):
    """What somebody is to a report."""

    REPORTER = "reporter"
    COORDINATOR = "coordinator"
    APPROVER = "approver"
    TRANSLATOR = "translator"
    SYSTEM = "system"


RIGHTS = {
    Role.COORDINATOR: "reporting.coordinate_reporting",
    Role.APPROVER: "reporting.approve_report",
    Role.TRANSLATOR: "reporting.translate_report",
}


@dataclass(frozen=True)
class Actor:
    """Somebody at one of the doors: with an account, by an e-mailed link, or the system."""

    user: User | None = None
    person: Person | None = None
    via: str = ReportTransition.Via.FORM
    # What an e-mailed link opens; None: no link, so whatever role and person allow.
    only_report_id: int | None = None

    @classmethod
    def of_user(cls, user, via=ReportTransition.Via.FORM):
        """Somebody who has signed in."""
        return cls(user, Person.objects.of_user(user).first(), via)

    @classmethod
    def of_link(cls, link):
        """Somebody who has opened an e-mailed link; never more than its reporter."""
        return cls(None, link.person, ReportTransition.Via.SIGNED_LINK, link.report_id)

    @classmethod
    def system(cls):
        """A job on a clock."""
        return cls(via=ReportTransition.Via.SYSTEM)

    @property
    def label(self):
        """How the record of moves names them; staff see it, visitors never do."""
        if self.person:
            return self.person.name
        return self.user.get_full_name() or self.user.get_username() if self.user else ""

    def roles_on(self, report):
        """Every role that they have on a report."""
        if self.via == ReportTransition.Via.SYSTEM:
            return {Role.SYSTEM}
        if self.only_report_id not in (None, report.pk):
            return set()
        roles = {role for role, right in RIGHTS.items() if self.user and self.user.has_perm(right)}
        if Role.APPROVER in roles and not self._approves(report):
            roles.remove(Role.APPROVER)
        if self.person and self.person == reporter_of(report):
            roles.add(Role.REPORTER)
        return roles

    def is_submitter_of(self, report):
        """Whether the report was sent by them, with an account or by a link."""
        by_user = self.user and self.user.pk == report.submitted_by_id
        by_person = self.person and self.person.pk == report.submitted_by_person_id
        return bool(by_user or by_person)

    def _approves(self, report):
        baskets = self.person.baskets.all() if self.person else []
        return not baskets or report.action.basket in baskets


def reporter_of(report):
    """The person who answers for a report: assigned, else named on the action or its basket."""
    if report.assignee:
        return report.assignee
    contact = ActionContact.objects.for_action(report.action).first()
    return contact.person if contact else None


def people_with(role):
    """Those to whom mail for a role goes; everybody with the right and an address."""
    return _people(_users_with(RIGHTS[role]))


def approvers_of(report):
    """The approvers whose baskets include that of the report, else the coordinators."""
    approvers = people_with(Role.APPROVER)
    return [p for p in approvers if _covers(p, report)] or coordinators()


def coordinators():
    """The coordinators; where there is none, the administrators."""
    return people_with(Role.COORDINATOR) or _people(
        User.objects.filter(is_superuser=True, is_active=True)
    )


def _covers(person, report):
    baskets = person.baskets.all()
    return not baskets or report.action.basket in baskets


def _users_with(right):
    return User.objects.with_perm(
        right,
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )


def _people(users):
    with_address = users.exclude(email="").select_related("person").order_by("pk")
    return [_person_of(user) for user in with_address]


def _person_of(user):
    """The person of an account, made from it when there is none."""
    if hasattr(user, "person"):
        return user.person
    name = user.get_full_name() or user.get_username()
    defaults = {"name": name, "user": user}
    return Person.objects.get_or_create(email=user.email, defaults=defaults)[0]
