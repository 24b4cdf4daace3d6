"""The back office of reporting: what it lets through, and to whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting.links import link_for
from reporting.models import (
    ActionContact,
    ActionReport,
    Correction,
    DeliveryAttempt,
    LockException,
    OutboxMail,
    Person,
    ReportAccessLink,
    ReportComment,
    ReportingRound,
    ReportTransition,
    ReportValue,
)
from tests.factories import make_action, make_basket, make_indicator, make_programme, make_strategy
from tests.reporting.factories import (
    local,
    make_contact,
    make_person,
    make_report,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db

ROUND = {
    "sequence": "1",
    "slug": "spring-2026",
    "name_fi": "Kevät 2026",
    "starts_on": "2026-01-01",
    "ends_on": "2026-06-30",
    "opens_at_0": "2026-07-01",
    "opens_at_1": "08:00",
    "due_at_0": "2026-08-15",
    "due_at_1": "16:00",
    "closes_at_0": "2026-08-31",
    "closes_at_1": "23:59",
}


@pytest.fixture
def sign_in(client):
    """Somebody of the staff in the groups that are named; the browser speaks English."""

    def enter(*groups, **fields):
        user = make_user(*groups, is_staff=True, **fields)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        client.force_login(user)
        return user

    return enter


@pytest.fixture
def coordinator(sign_in):
    """A coordinator, who is signed in."""
    return sign_in("coordinator")


@pytest.fixture
def approver(sign_in):
    """An approver, who is signed in."""
    return sign_in("approver")


def address(model, page="changelist", *arguments):
    return reverse(f"admin:reporting_{model._meta.model_name}_{page}", args=arguments)


def act(client, name, *rows, **data):
    """Choose rows of a list and an action; the list that comes after it, or the page between."""
    chosen = {"action": name, "_selected_action": [row.pk for row in rows]}
    return client.post(address(type(rows[0])), chosen | data, follow=True)


def told(response):
    """What the messages on a page say."""
    return [str(message) for message in response.context["messages"]]


def confirm(client, page, **answers):
    """Send the page between, as it is and with answers."""
    form = page.context["form"]
    versions = {field.html_name: field.value() for field in form.hidden_fields()}
    data = {"is_sent": "1"} | versions | answers
    return act(client, page.context["action"], *form.rows, **data)


def errors(response):
    """Every sentence with which a form was refused."""
    return [str(sentence) for group in response.context["errors"] for sentence in group]


def form_of(client, round):
    """What a browser holds that has opened a round."""
    form = client.get(address(ReportingRound, "change", round.pk)).context["adminform"].form
    data = {"seen_version": form["seen_version"].value(), "programme": round.programme_id}
    return data | ROUND | {"sequence": round.sequence, "slug": round.slug}


# Rounds


def test_new_round_asks_the_public_actions_of_its_programme(client, coordinator):
    strategy = make_strategy()
    person = make_contact(action=make_action(strategy=strategy)).person
    make_action(strategy=strategy, is_public=False)

    page = client.post(
        address(ReportingRound, "add"), ROUND | {"programme": strategy.programme_id}, follow=True
    )

    round = ReportingRound.objects.get()
    assert told(page)[0] == "Kevät 2026: 1 report has been asked for."
    assert [report.assignee for report in round.reports.all()] == [person]
    assert (round.created_by, round.version) == (coordinator, 1)
    assert round.opens_at == local("2026-07-01 08:00")


def test_constraints_of_a_round_speak_in_its_form(client, coordinator):
    programme = make_programme()
    data = ROUND | {"programme": programme.pk}

    def refused(**changes):
        return errors(client.post(address(ReportingRound, "add"), data | changes))

    assert refused(starts_on="2026-07-02") == ["The period cannot end before it starts."]
    assert refused(due_at_0="2026-06-01") == [
        "A round opens before it is due, and closes when it is due or later."
    ]
    assert refused(slug="board") == ["This address is used by a page. Choose another."]
    assert not ReportingRound.objects.exists()


def test_edit_over_the_change_of_another_is_refused_and_nothing_is_lost(client, coordinator):
    round = make_round()
    mine, theirs = form_of(client, round), form_of(client, round)
    client.post(address(ReportingRound, "change", round.pk), theirs | {"name_fi": "Heidän"})

    page = client.post(address(ReportingRound, "change", round.pk), mine | {"name_fi": "Minun"})

    round.refresh_from_db()
    assert errors(page) == [
        "Somebody has changed the round since you opened it. What you have written stands below "
        "and is not saved. Open the round in another window, compare, and make your changes there."
    ]
    assert 'value="Minun"' in page.content.decode()
    assert (round.name_fi, round.version) == ("Heidän", 2)


@pytest.mark.parametrize("version", ["", "abc", "99999999999999999999999", "-1"])
def test_round_without_the_version_that_was_seen_is_not_saved(client, coordinator, version):
    round = make_round()
    data = form_of(client, round) | {"seen_version": version, "name_fi": "Toinen"}

    page = client.post(address(ReportingRound, "change", round.pk), data)

    round.refresh_from_db()
    assert page.status_code == 200
    assert (round.name_fi != "Toinen", round.version) == (True, 1)


def test_list_of_rounds_says_where_each_is_and_how_far(client, coordinator):
    round = make_round(starts_on="2026-01-01", ends_on="2026-06-30")
    make_report(round=round, state="approved")
    make_report(round=round, state="submitted")

    html = client.get(address(ReportingRound)).content.decode()

    assert '<td class="field-progress">1 / 2</td>' in html
    assert '<td class="field-where">open</td>' in html
    assert '<td class="field-period">1 January 2026 – 30 June 2026</td>' in html
    assert f'href="{reverse("reporting:board")}"' in html


def test_round_leads_to_its_public_page_once_it_has_begun(client, coordinator):
    now = timezone.now()
    begun, planned = make_round(), make_round(opens_at=now + timedelta(days=1))

    def link(round):
        context = client.get(address(ReportingRound, "change", round.pk)).context
        return context.get("absolute_url") if context["has_absolute_url"] else None

    assert (link(begun), link(planned)) == (begun.get_absolute_url(), None)


def test_actions_that_came_later_are_asked_too(client, coordinator):
    round = make_round()
    make_action(strategy=make_strategy(programme=round.programme))

    first, second = act(client, "ask_the_rest", round), act(client, "ask_the_rest", round)

    assert told(first) == [f"{round}: 1 report has been asked for."]
    assert told(second) == [f"{round}: All actions of the round have been asked already."]
    assert round.reports.count() == 1


@pytest.fixture
def closed_round():
    """A round whose time is over."""
    now = timezone.now()
    return make_round(due_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))


def test_round_is_archived_after_a_second_click_and_is_only_read_from_then_on(
    client, coordinator, closed_round
):
    page = act(client, "archive", closed_round)
    closed_round.refresh_from_db()
    was_archived = closed_round.archived_at

    done = confirm(client, page)

    data = form_of(client, closed_round) | {"name_fi": "Toinen"}
    saved = client.post(address(ReportingRound, "change", closed_round.pk), data)
    asked = act(client, "ask_the_rest", closed_round)
    closed_round.refresh_from_db()
    assert was_archived is None
    assert told(done) == [f"{closed_round} has been archived."]
    assert closed_round.state == "archived"
    assert (saved.status_code, closed_round.name_fi != "Toinen") == (403, True)
    assert told(asked) == [
        f"{closed_round}: The round has been archived. Its reports no longer change."
    ]


def test_open_round_and_one_that_has_changed_since_are_not_archived(
    client, coordinator, closed_round
):
    open_round = make_round()
    page = act(client, "archive", closed_round)
    ReportingRound.objects.filter(pk=closed_round.pk).update(version=2)

    changed = confirm(client, page)
    still_open = confirm(client, act(client, "archive", open_round))

    assert told(changed) == [f"{closed_round}: Somebody has changed the round since you opened it."]
    assert told(still_open)[0].startswith(f"{open_round}: Only a closed round is archived: due on")
    assert not ReportingRound.objects.exclude(archived_at=None).exists()


def test_round_with_reports_is_not_removed_even_by_an_administrator(client, sign_in):
    sign_in(is_superuser=True)
    used = make_report().round
    unused = make_round()

    answers = [
        client.post(address(ReportingRound, "delete", round.pk), {"post": "yes"}).status_code
        for round in (used, unused)
    ]
    act(client, "delete_selected", used, post="yes")

    assert answers == [403, 302]
    assert list(ReportingRound.objects.all()) == [used]


# Reports


def test_reports_are_listed_with_reporter_and_delay(client, coordinator):
    now = timezone.now()
    round = make_round(opens_at=now - timedelta(days=9), due_at=now - timedelta(days=3))
    late = make_report(round=round, reporter=make_person(name="M. Reporter"))
    basket = make_basket(programme=round.programme)
    orphans = [make_report(round=round, action=make_action(basket=basket)) for _ in range(2)]
    round.reports.exclude(pk=late.pk).update(assignee=None)
    make_contact(action=orphans[0].action, person=make_person(name="Named later"))
    make_contact(basket=basket, person=make_person(name="Of the basket"))

    html = client.get(address(ActionReport)).content.decode()

    assert '<td class="field-reporter">M. Reporter</td>' in html
    assert '<td class="field-reporter">Named later</td>' in html
    assert '<td class="field-reporter">Of the basket</td>' in html
    assert html.count('<td class="field-days_late">3</td>') == 3


def test_page_of_a_report_shows_everything_to_an_approver(client, approver):
    report = make_report(state="returned", summary_fi="Puolet on tehty.")
    ReportComment.objects.create(report=report, label="Coordinator", text="Entä luvut?")
    indicator = make_indicator(name_fi="Päästöt")
    ReportValue.objects.create(report=report, indicator=indicator, no_value_reason="not_yet")

    html = client.get(address(ActionReport, "change", report.pk)).content.decode()

    for text in ("Puolet on tehty.", "Entä luvut?", "Päästöt", "Please say more of it."):
        assert text in html, text
    revision = report.revisions.get()
    assert reverse("admin:reporting_reportrevision_change", args=[revision.pk]) in html
    assert reverse("reporting:report_review", args=[report.round.slug, report.action.code]) in html


def test_report_leads_to_its_public_page_once_it_is_approved(client, approver):
    approved, sent = make_report(state="approved"), make_report(state="submitted")

    def link(report):
        context = client.get(address(ActionReport, "change", report.pk)).context
        return context.get("absolute_url") if context["has_absolute_url"] else None

    assert (link(approved), link(sent)) == (approved.get_absolute_url(), None)


@pytest.mark.parametrize("groups", [[], ["coordinator"], ["approver"]])
def test_nobody_changes_a_report_by_its_page(client, sign_in, groups):
    sign_in(*groups, is_superuser=not groups)
    report = make_report(state="submitted")
    before = ActionReport.objects.values().get()
    page = address(ActionReport, "change", report.pk)

    answers = [
        client.post(page, {"state": "approved", "percent": "99", "summary_fi": "x"}),
        client.post(address(ActionReport, "add"), {"round": report.round_id}),
        client.post(address(ActionReport, "delete", report.pk), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert ActionReport.objects.values().get() == before


def test_each_chosen_report_is_approved_by_itself_and_says_what_came_of_it(client, approver):
    sent, draft = make_report(state="submitted"), make_report(state="draft")

    page = act(client, "approve", sent, draft)

    sent.refresh_from_db()
    draft.refresh_from_db()
    assert sorted(told(page)) == sorted(
        [
            f"{sent}: approved",
            f"{draft}: This cannot be done now: the report is “draft”.",
        ]
    )
    assert (sent.state, sent.approved_by, draft.state) == ("approved", approver, "draft")
    assert sent.transitions.last().via == ReportTransition.Via.BULK


def test_administrator_goes_through_the_same_moves(client, sign_in):
    administrator = sign_in(is_superuser=True)
    own = make_report(state="submitted")
    ActionReport.objects.filter(pk=own.pk).update(submitted_by=administrator)
    other = make_report(state="submitted")

    page = act(client, "approve", own, other)

    own.refresh_from_db()
    other.refresh_from_db()
    assert sorted(told(page)) == sorted(
        [f"{own}: Somebody else must approve what you have sent yourself.", f"{other}: approved"]
    )
    assert (own.state, other.state) == ("submitted", "approved")
    assert other.transitions.last().actor == administrator


def test_approver_of_another_basket_is_refused(client, approver):
    report = make_report(state="submitted")
    approver.person.baskets.add(make_basket())

    page = act(client, "approve", report)

    report.refresh_from_db()
    assert told(page) == [f"{report}: You do not have the right to do this."]
    assert report.state == "submitted"


def test_return_asks_for_a_comment_before_anything_happens(client, approver):
    report = make_report(state="submitted")
    page = act(client, "send_back", report)

    short = confirm(client, page, comment="No.")
    done = confirm(client, short, comment="The figures are missing.")

    report.refresh_from_db()
    assert list(short.context["form"].errors) == ["comment"]
    assert told(done) == [f"{report}: returned"]
    assert (report.state, report.transitions.last().comment) == (
        "returned",
        "The figures are missing.",
    )


def test_waiving_asks_for_a_reason_before_anything_happens(client, coordinator):
    report, sent = make_report(), make_report(state="submitted")
    page = act(client, "waive", report, sent)

    without = confirm(client, page)
    done = confirm(client, without, reason="postponed")

    report.refresh_from_db()
    assert list(without.context["form"].errors) == ["reason"]
    assert sorted(told(done)) == sorted(
        [
            f"{report}: not to be reported",
            f"{sent}: This cannot be done now: the report is “submitted”.",
        ]
    )
    assert (report.state, report.waive_reason) == ("waived", "postponed")


def test_report_that_has_changed_since_the_page_between_is_left_alone(client, coordinator):
    report = make_report()
    page = act(client, "waive", report)
    ActionReport.objects.filter(pk=report.pk).update(version=report.version + 1)

    done = confirm(client, page, reason="postponed")

    report.refresh_from_db()
    assert told(done) == [
        f"{report}: The report has been changed since you opened it. Nothing of yours was saved "
        "over it."
    ]
    assert report.state == "not_started"


@pytest.mark.parametrize("version", ["", "abc", "9" * 30])
def test_page_between_without_versions_does_nothing(client, coordinator, version):
    report = make_report()

    answers = {"reason": "postponed", f"version-{report.pk}": version}
    page = confirm(client, act(client, "waive", report), **answers)

    report.refresh_from_db()
    assert (page.status_code, report.state) == (200, "not_started")


# Rights


def offered(client, model):
    """The actions that a list offers."""
    form = client.get(address(model)).context["action_form"]
    return [name for name, _words in form.fields["action"].choices if name] if form else []


def test_coordinator_returns_and_waives_and_does_not_approve(client, coordinator):
    report = make_report(state="submitted")

    act(client, "approve", report)

    report.refresh_from_db()
    assert offered(client, ActionReport) == ["send_back", "waive"]
    assert offered(client, ReportingRound) == ["ask_the_rest", "archive"]
    assert report.state == "submitted"


def test_approver_approves_and_returns_and_does_not_touch_rounds(client, approver):
    report = make_report()

    act(client, "waive", report, is_sent="1", reason="postponed")
    added = client.get(address(ReportingRound, "add"))

    report.refresh_from_db()
    assert offered(client, ActionReport) == ["approve", "send_back"]
    assert (added.status_code, report.state) == (403, "not_started")
    assert client.get(address(ReportAccessLink)).status_code == 403


def test_reader_reads_reports_without_the_words_between_colleagues(client, sign_in):
    sign_in("reader")
    report = make_report(state="draft", summary_fi="Puolet on tehty.")
    ReportComment.objects.create(report=report, label="C", text="Between us")

    html = client.get(address(ActionReport, "change", report.pk)).content.decode()

    assert "Puolet on tehty." in html
    assert "Between us" not in html
    assert offered(client, ActionReport) == []
    assert client.get(address(Person)).status_code == 403


def test_staff_with_a_right_to_look_sees_the_own_reports_only(client, sign_in):
    user = sign_in("reporter")
    rights = ["view_actionreport", "view_reporttransition", "view_outboxmail"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    own = make_report(state="submitted", reporter=user.person)
    other = make_report(state="submitted")
    for report in (own, other):
        OutboxMail.objects.create(kind="asked", report=report, recipient="a@b.fi", language="fi")

    def rows(model):
        return list(client.get(address(model)).context["cl"].queryset)

    assert rows(ActionReport) == [own]
    assert {move.report for move in rows(ReportTransition)} == {own}
    assert {letter.report for letter in rows(OutboxMail)} == {own}


def test_reporter_of_the_staff_without_rights_sees_nothing_of_reporting(client, sign_in):
    sign_in("reporter")

    assert client.get(reverse("admin:index")).context["app_list"] == []
    assert client.get(address(ActionReport)).status_code == 403


# People


def test_contact_is_for_an_action_or_a_basket_and_the_form_says_so(client, coordinator):
    person, action = make_person(), make_action()
    data = {"person": person.pk, "action": action.pk}

    both = client.post(address(ActionContact, "add"), data | {"basket": make_basket().pk})
    client.post(address(ActionContact, "add"), data)

    assert errors(both) == ["Choose an action or a basket, not both."]
    assert [contact.action for contact in person.contacts.all()] == [action]


def test_contacts_are_named_on_the_page_of_a_person(client, coordinator):
    person, action = make_person(), make_action()
    page = address(Person, "change", person.pk)
    data = {
        "name": person.name,
        "email": person.email,
        "language": "sv",
        "contacts-TOTAL_FORMS": "1",
        "contacts-INITIAL_FORMS": "0",
        "contacts-0-action": action.pk,
    }

    client.post(page, data)

    person.refresh_from_db()
    assert person.language == "sv"
    assert [contact.action for contact in person.contacts.all()] == [action]


def test_actions_and_people_are_searched_for_and_not_listed(client, sign_in):
    make_action(title_fi="Pyörätie")
    sign_in("coordinator")

    form = client.get(address(ActionContact, "add")).content.decode()

    assert "Pyörätie" not in form
    assert 'data-field-name="action"' in form
    assert 'data-field-name="person"' in form


def test_removed_person_is_forgotten(client, sign_in):
    sign_in(is_superuser=True)
    report = make_report(state="submitted", reporter=make_person(name="M. Reporter"))
    person = report.assignee
    link_for(report, person)

    answer = client.post(address(Person, "delete", person.pk), {"post": "yes"})

    assert answer.status_code == 302
    assert not Person.objects.filter(pk=person.pk).exists()
    assert set(report.transitions.values_list("actor_label", flat=True)) == {""}


# Exceptions


def grant(client, **fields):
    """Send the form of an exception."""
    now = timezone.localtime()
    until = now + timedelta(days=3)
    data = {
        "starts_at_0": now.date(),
        "starts_at_1": "00:00",
        "until_0": until.date(),
        "until_1": "23:59",
        "reason": "Sick leave",
    }
    return client.post(address(LockException, "add"), data | fields, follow=True)


def test_exception_is_granted_to_the_reporter_who_gets_a_letter(client, coordinator):
    report = make_report()

    page = grant(client, report=report.pk, granted_to=report.assignee_id)

    exception = LockException.objects.get()
    letter = OutboxMail.objects.get()
    assert told(page)[0].startswith(f"{report.assignee.name} may write until")
    assert exception.granted_by == coordinator
    assert (letter.kind, letter.recipient) == ("exception", report.assignee.email)


def test_exception_that_nobody_could_use_is_refused(client, coordinator, closed_round):
    report, approved = make_report(), make_report(state="approved")
    stranger = make_person()
    archived = make_report(round=closed_round)
    ReportingRound.objects.filter(pk=closed_round.pk).update(archived_at=timezone.now())

    def refused(row, person):
        return errors(grant(client, report=row.pk, granted_to=person.pk))

    assert refused(report, stranger) == ["This person does not report on what you have chosen."]
    assert refused(approved, approved.assignee) == [
        "The report has been approved. It can only be corrected."
    ]
    assert refused(archived, archived.assignee) == [
        "The round has been archived. Its reports no longer change."
    ]
    assert not LockException.objects.exists()


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(15, "An exception lasts 14 days at most."), (-1, "Choose a time that is still to come.")],
)
def test_length_of_an_exception_is_checked(client, coordinator, days, sentence):
    report = make_report()
    until = timezone.localtime() + timedelta(days=days)
    fields = {"report": report.pk, "granted_to": report.assignee_id, "until_0": until.date()}

    answer = grant(client, **fields)

    assert sentence in errors(answer)
    assert not LockException.objects.exists()


def test_exception_is_for_a_report_or_a_round_and_has_a_reason(client, coordinator):
    report = make_report()
    fields = {"report": report.pk, "granted_to": report.assignee_id}

    both = grant(client, **fields, round=report.round_id)
    without_reason = grant(client, **fields, reason="")

    assert errors(both) == ["Choose a report or a round, not both."]
    assert errors(without_reason) == ["This field is required."]


def test_exception_for_a_round_is_for_whoever_reports_in_it(client, coordinator):
    report = make_report()

    refused = grant(client, round=report.round_id, granted_to=make_person().pk)
    grant(client, round=report.round_id, granted_to=report.assignee_id)

    assert errors(refused) == ["This person does not report on what you have chosen."]
    assert LockException.objects.get().round == report.round


def test_exception_ends_at_once_when_it_is_revoked(client, coordinator):
    report = make_report()
    grant(client, report=report.pk, granted_to=report.assignee_id)
    exception = LockException.objects.get()

    page = act(client, "revoke", exception)

    assert told(page) == [f"{exception}: revoked"]
    assert not LockException.objects.active_at(timezone.now()).exists()
    assert "revoked" in client.get(address(LockException)).content.decode()


# Record, letters and links


def test_link_shows_neither_seed_nor_hash_and_can_be_revoked(client, coordinator):
    link = link_for(make_report(), make_person(name="M. Reporter"))
    pages = [address(ReportAccessLink), address(ReportAccessLink, "change", link.pk)]
    shown = [client.get(page).content.decode() for page in pages]

    page = act(client, "revoke", link)

    link.refresh_from_db()
    for html in shown:
        assert "M. Reporter" in html
        assert link.nonce not in html
        assert link.token_hash not in html
    assert told(page) == ["1 link has been revoked."]
    assert link.revoked_at <= timezone.now()


def test_letter_shows_what_came_of_each_attempt(client, coordinator):
    letter = OutboxMail.objects.create(
        kind="asked", recipient="m@example.org", language="fi", subject="Pyyntö"
    )
    DeliveryAttempt.objects.create(letter=letter, error="SMTPServerDisconnected")
    sent = OutboxMail.objects.create(
        kind="asked", recipient="m@example.org", language="fi", sent_at=timezone.now()
    )

    def rows(choice):
        return list(client.get(address(OutboxMail), {"delivery": choice}).context["cl"].queryset)

    html = client.get(address(OutboxMail, "change", letter.pk)).content.decode()
    assert "SMTPServerDisconnected" in html
    assert (rows("sent"), rows("waiting"), rows("refused")) == ([sent], [letter], [letter])


def test_correction_shows_old_and_new_values(client, coordinator):
    report = make_report(state="approved")
    correction = Correction.objects.create(
        report=report, changes={"percent": [40, 50]}, category="typing_error", language="fi"
    )

    html = client.get(address(Correction, "change", correction.pk)).content.decode()

    assert "<li>percent: 40 → 50</li>" in html
    assert "waits for confirmation" in html


def test_revision_shows_its_content_without_the_salts(client, approver):
    revision = make_report(state="submitted", summary_fi="<b>Puolet</b>").revisions.get()

    page = client.get(reverse("admin:reporting_reportrevision_change", args=[revision.pk]))

    html = page.content.decode()
    assert revision.salts
    assert "&lt;b&gt;Puolet&lt;/b&gt;" in html
    assert not [salt for salt in revision.salts.values() if salt in html]


def test_page_of_a_report_asks_as_many_queries_for_three_values_as_for_one(client, coordinator):
    report = make_report(state="submitted")
    page = address(ActionReport, "change", report.pk)

    def add_and_count(count):
        for _number in range(count):
            indicator = make_indicator()
            ReportValue.objects.create(report=report, indicator=indicator, value=1)
            ReportComment.objects.create(report=report, label="C", text="Hello")
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    client.get(page)
    assert add_and_count(1) == add_and_count(2)
