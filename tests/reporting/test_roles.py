"""Who somebody is to a report, who hears of it, and which reports one sees and approves."""

import pytest
from django.contrib.auth.models import AnonymousUser, User

from reporting.links import link_for
from reporting.models import ActionReport, Person, State
from reporting.roles import Actor, Role, approvers_of, coordinators, people_with, reporter_of
from reporting.transitions import transition
from tests.factories import make_action, make_basket, make_staff
from tests.reporting.factories import (
    every_warning,
    make_contact,
    make_person,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db


def addresses(people):
    return [person.email for person in people]


def in_basket(basket, state=State.SUBMITTED):
    return make_report(action=make_action(basket=basket), state=state)


# The reporter


def test_assigned_reporter_comes_before_those_named_for_the_action_and_the_basket():
    basket = make_basket()
    action = make_action(basket=basket)
    report = make_report(action=action)
    assigned = report.assignee
    of_basket = make_contact(basket=basket).person
    of_action = make_contact(action=action).person

    assert reporter_of(report) == assigned
    report.assignee = None
    assert reporter_of(report) == of_action
    action.contact.delete()
    assert reporter_of(report) == of_basket


def test_without_anybody_named_a_report_has_no_reporter():
    make_contact()
    make_contact(basket=make_basket())
    report = make_report(action=make_action(basket=None))
    report.assignee = None

    assert reporter_of(report) is None


def test_reports_of_a_person_are_those_that_they_answer_for():
    basket, person = make_basket(), make_person()
    mine = make_report(reporter=person)
    by_action = make_report(action=make_contact(person=person).action)
    make_contact(basket=basket, person=person)
    by_basket = make_report(action=make_action(basket=basket))
    taken = make_report(action=make_contact(action=make_action(basket=basket)).action)
    unassigned = [by_action.pk, by_basket.pk, taken.pk]
    ActionReport.objects.filter(pk__in=unassigned).update(assignee=None)
    given_away = make_report(action=make_action(basket=basket))

    found = set(ActionReport.objects.of_person(person))

    assert found == {mine, by_action, by_basket}
    everything = ActionReport.objects.all()
    assert found == {each for each in everything if reporter_of(each) == person}
    assert given_away.assignee not in (None, person)


# Roles


def test_account_has_the_roles_of_its_groups_and_of_its_person():
    user = make_user("coordinator", "approver")
    report, other = make_report(reporter=user.person), make_report()

    roles = [Actor.of_user(user).roles_on(each) for each in (report, other)]

    staff = {Role.COORDINATOR, Role.APPROVER, Role.TRANSLATOR}
    assert roles == [staff | {Role.REPORTER}, staff]


def test_link_gives_no_more_than_its_reporter_and_its_report():
    user = make_user("coordinator", "approver")
    report, other = make_report(reporter=user.person), make_report(reporter=user.person)
    actor = Actor.of_link(link_for(report, user.person))

    assert (actor.roles_on(report), actor.roles_on(other)) == ({Role.REPORTER}, set())


def test_link_of_a_former_reporter_gives_nothing():
    report = make_report()
    actor = Actor.of_link(link_for(report, report.assignee))
    report.assignee = make_person()

    assert actor.roles_on(report) == set()


def test_system_and_nobody_have_no_part_in_a_report():
    report = make_report()

    assert Actor.system().roles_on(report) == {Role.SYSTEM}
    assert Actor().roles_on(report) == Actor.of_user(AnonymousUser()).roles_on(report) == set()


def test_account_that_has_been_closed_has_no_rights():
    user = make_user("coordinator", "approver")
    before = Actor.of_user(user).roles_on(make_report())
    User.objects.update(is_active=False)

    after = Actor.of_user(User.objects.get(pk=user.pk)).roles_on(make_report())

    assert (len(before), after) == (3, set())


def test_approver_of_baskets_approves_in_these_only():
    mine, other = make_basket(), make_basket()
    user = make_user("approver")
    user.person.baskets.add(mine)
    reports = [in_basket(basket, State.NOT_STARTED) for basket in (mine, other, None)]

    found = [Role.APPROVER in Actor.of_user(user).roles_on(each) for each in reports]

    assert found == [True, False, False]


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"first_name": "Maija", "last_name": "Meikäläinen"}, "Maija Meikäläinen"),
        ({"username": "maija"}, "maija"),
    ],
)
def test_account_without_a_person_is_named_by_itself(fields, label):
    user = User.objects.create_user(**{"username": "user"} | fields)

    assert Actor.of_user(user).label == label


def test_record_names_people_by_their_name():
    user = make_user("approver")

    assert Actor.of_user(user).label == user.person.name != ""
    assert (Actor.system().label, Actor().label) == ("", "")


# Who hears of it


def test_approvers_of_a_report_are_those_of_its_basket_and_those_of_all():
    mine, other = make_basket(), make_basket()
    everywhere, here, elsewhere = (make_user("approver") for _number in range(3))
    here.person.baskets.add(mine)
    elsewhere.person.baskets.add(other)
    make_user("coordinator")

    assert approvers_of(in_basket(mine)) == [everywhere.person, here.person]
    assert approvers_of(in_basket(None)) == [everywhere.person]


def test_without_an_approver_the_coordinators_hear_and_without_them_the_administrators():
    report = make_report()
    make_user("approver").person.baskets.add(make_basket())
    chief = make_staff(email="chief@example.org")
    make_staff(email="left@example.org", is_active=False)
    make_staff(email="")
    assert addresses(approvers_of(report)) == addresses(coordinators()) == [chief.email]

    lead = make_user("coordinator")

    assert approvers_of(report) == coordinators() == [lead.person]


def test_people_with_a_role_have_an_account_that_works_and_an_address():
    user = make_user("approver")
    make_user("approver", is_active=False)
    without_address = make_user("approver")
    User.objects.filter(pk=without_address.pk).update(email="")
    make_user("coordinator")
    make_staff(email="chief@example.org")

    assert people_with(Role.APPROVER) == [user.person]


def test_account_without_a_person_gets_one_for_its_mail():
    chief = make_staff(email="chief@example.org", first_name="Aino", last_name="Aalto")

    [person] = coordinators()

    assert (person.name, person.user) == ("Aino Aalto", chief)
    assert coordinators() == [person] == list(Person.objects.all())


# What one sees and approves


def test_staff_of_reporting_see_everything_and_a_reporter_the_own_reports():
    reporter = make_user("reporter")
    own, other = make_report(reporter=reporter.person), make_report()

    def seen_by(user):
        return set(ActionReport.objects.visible_to(user))

    for user in [make_staff(), *(make_user(g) for g in ("coordinator", "approver", "reader"))]:
        assert seen_by(user) == {own, other}
    assert seen_by(reporter) == {own}
    assert seen_by(make_user("reporter")) == seen_by(AnonymousUser()) == set()


def test_queue_holds_what_was_sent_in_the_order_of_sending():
    later, sooner = make_report(state=State.SUBMITTED), make_report(state=State.SUBMITTED)
    ActionReport.objects.filter(pk=sooner.pk).update(
        submitted_at=later.submitted_at.replace(year=2000)
    )
    for state in set(State) - {State.SUBMITTED}:
        make_report(state=state)
    archived = make_report(state=State.SUBMITTED)
    archived.round.archived_at = archived.submitted_at
    archived.round.save()

    assert list(ActionReport.objects.awaiting_approval_by(make_user("approver"))) == [sooner, later]
    assert list(ActionReport.objects.awaiting_approval_by(make_staff())) == [sooner, later]


def test_queue_of_those_who_do_not_approve_is_empty():
    report = make_report(state=State.SUBMITTED)
    users = [make_user("coordinator"), make_user("reader"), report.assignee.user, AnonymousUser()]

    queues = [
        list(ActionReport.objects.awaiting_approval_by(user or AnonymousUser())) for user in users
    ]

    assert queues == [[], [], [], []]
    assert list(ActionReport.objects.awaiting_approval_by(make_user("approver"))) == [report]


def test_queue_of_an_approver_of_baskets_holds_these_only():
    mine, other = make_basket(), make_basket()
    user = make_user("approver")
    user.person.baskets.add(mine)
    report, *_others = [in_basket(basket) for basket in (mine, other, None)]

    assert list(ActionReport.objects.awaiting_approval_by(user)) == [report]


def test_queue_leaves_out_what_one_has_sent_oneself_unless_that_may_be_approved(settings):
    user = make_user("approver", "coordinator")
    by_account, by_link = (
        make_report(state=State.DRAFT),
        make_report(state=State.DRAFT, reporter=user.person),
    )
    other = make_report(state=State.SUBMITTED)
    link = link_for(by_link, user.person)
    for report, actor in [(by_account, Actor.of_user(user)), (by_link, Actor.of_link(link))]:
        given = {"expected_version": report.version, "seen_warnings": every_warning()}
        transition(report.pk, "submit", actor, **given)

    without = list(ActionReport.objects.awaiting_approval_by(user))
    settings.REPORTING_ALLOW_SELF_APPROVAL = True

    assert without == [other]
    assert set(ActionReport.objects.awaiting_approval_by(user)) == {by_account, by_link, other}


def test_queue_of_somebody_without_a_person_holds_everything():
    report = make_report(state=State.SUBMITTED)
    user = make_user("approver")
    user.person.delete()

    assert list(ActionReport.objects.awaiting_approval_by(User.objects.get(pk=user.pk))) == [report]
