"""Correcting what has been approved: one proposes, another confirms, nothing is overwritten."""

from datetime import timedelta
from decimal import Decimal

import hypothesis.strategies as st
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from reporting.hashing import content_hash
from reporting.models import Correction, ReportingRound, ReportRevision, ReportValue, State
from reporting.proposals import changes_to, propose
from reporting.refusals import Incomplete
from reporting.roles import Actor
from reporting.transitions import transition
from tests.factories import make_indicator
from tests.reporting.factories import approver, coordinator, make_report, make_round, make_user
from tests.reporting.rows import finish, make_actions, measured

pytestmark = pytest.mark.django_db

QUEUE = "/en/report/queue/"


@pytest.fixture
def desk(client):
    """A browser in which a coordinator has signed in."""
    return signed_in(client, "coordinator")


def signed_in(client, *groups):
    client.user = make_user(*groups)
    client.force_login(client.user)
    return client


def address(report):
    return f"/en/report/{report.round.slug}/{report.action.code}/correct/"


def typed(client, report, **fields):
    """The form as it is filled in when it opens, with some fields typed over."""
    form = client.get(address(report)).context["form"]
    shown = {field.name: field.value() for field in form}
    data = {name: "" if value is None else value for name, value in shown.items()}
    reason = {"do": "propose", "version": report.version, "category": "typing_error"}
    return data | reason | fields


def put_forward(client, report, **fields):
    return client.post(address(report), typed(client, report, **fields))


def decide(client, report, name, **fields):
    report.refresh_from_db()
    proposal = Correction.objects.latest("pk").pk
    data = {"do": name, "version": report.version, "proposal": proposal}
    return client.post(address(report), data | fields)


def public(report):
    report.refresh_from_db()
    return report.approved_revision.snapshot


def test_correction_is_proposed_and_confirmed_by_another(client, desk):
    report = make_report(state=State.APPROVED)
    before = report.approved_revision

    put_forward(desk, report, percent="14", reason="Two digits were swapped.", language="en")
    proposed = public(report)["percent"]
    correction = Correction.objects.get()
    signed_in(client, "approver")
    page = client.get(address(report)).content.decode()
    decide(client, report, "confirm")

    assert correction.changes == {"percent": [40, 14]}
    assert (correction.category, correction.reason) == ("typing_error", "Two digits were swapped.")
    assert proposed == 40
    for words in ("40\xa0%", "14\xa0%", "Typing error", "Two digits were swapped.", "changed"):
        assert words in page, words
    assert public(report)["percent"] == 14
    assert report.approved_revision.kind == ReportRevision.Kind.CORRECTION
    before.refresh_from_db()
    assert before.snapshot["percent"] == 40
    assert (report.state, report.percent) == (State.APPROVED, 14)


def test_changed_status_brings_its_words_along(desk):
    report = make_report(state=State.APPROVED)

    put_forward(desk, report, status="planning", category="wrong_classification")

    changes = Correction.objects.get().changes
    assert set(changes) == {"status/code", "status/words"}
    assert changes["status/code"] == ["implementation", "planning"]
    assert changes["status/words"][1]["en"] == "planning"


def test_text_is_corrected_in_the_language_of_the_report(desk):
    report = make_report(state=State.APPROVED, next_steps_fi="Ensin tämä.\nSitten tuo.")

    put_forward(
        desk, report, summary="Toinen vaihe on valmis.", next_steps="Ensin tämä.\r\nSitten tuo."
    )

    assert Correction.objects.get().changes == {
        "texts/summary/fi": ["Ensimmäinen vaihe on valmis.", "Toinen vaihe on valmis."]
    }


def test_share_follows_from_its_corrected_part(client, desk):
    indicator = make_indicator(slug="cycling", is_share=True)
    numbers = {"value": Decimal(25), "numerator": Decimal(1), "denominator": Decimal(4)}
    report = measured(make_round(), indicator, **numbers)

    put_forward(desk, report, **{"value-cycling.numerator": "1,5"})
    signed_in(client, "approver")
    decide(client, report, "confirm")

    assert Correction.objects.get().changes == {
        "values/cycling/value": ["25", "37.5"],
        "values/cycling/numerator": ["1", "1.5"],
    }
    value = ReportValue.objects.get()
    assert (value.value, value.numerator) == (Decimal("37.5"), Decimal("1.5"))


def test_value_is_replaced_by_the_reason_why_there_is_none(client, desk):
    report = measured(make_round(), make_indicator(slug="jobs"), value=Decimal(7))

    reason = {"value-jobs.value": "", "value-jobs.no_value_reason": "not_collected"}
    put_forward(desk, report, **reason)
    signed_in(client, "approver")
    decide(client, report, "confirm")

    told = public(report)["values"]["jobs"]
    assert (told["value"], told["no_value_reason"]) == (None, "not_collected")
    assert told["reason_words"]["en"] == "not collected"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Nothing has been changed."),
        ({"percent": "100"}, "At 100 per cent the action is completed."),
        ({"percent": "101"}, "Ensure this value is less than or equal to 100."),
        ({"percent": "many"}, "Enter a whole number."),
        ({"summary": ""}, "Say what has been done, or tick that nothing has changed."),
        ({"summary": "x" * 601}, "Ensure this value has at most 600 characters"),
        ({"value-jobs.value": "a lot"}, "This is not a number."),
        ({"value-jobs.value": ""}, "Give a number, or choose why there is none."),
        ({"value-jobs.no_value_reason": "not_yet"}, "Give either a number or a reason, not both."),
        ({"percent": "14", "category": ""}, "This field is required."),
        ({"percent": "14", "category": "other"}, "Say in words why the report is corrected."),
        ({"percent": "14", "version": ""}, "This field is required."),
        ({"status": "done"}, "Select a valid choice."),
    ],
)
def test_wrong_correction_is_refused_and_nothing_typed_is_lost(desk, fields, words):
    report = measured(make_round(), make_indicator(slug="jobs"), value=Decimal(7))

    answer = put_forward(desk, report, **{"obstacles": "Raha puuttuu."} | fields if fields else {})

    page = answer.content.decode()
    assert words in page
    assert "This was not done" in page
    assert ("Raha puuttuu.</textarea>" in page) is bool(fields)
    assert not Correction.objects.exists()


def test_correction_of_what_has_changed_meanwhile_is_refused(client, desk):
    report = make_report(state=State.APPROVED)
    old = typed(desk, report, percent="15")
    put_forward(desk, report, percent="14")
    other = approver()
    proposal = Correction.objects.get()
    transition(report.pk, "correct", other, expected_version=report.version, correction=proposal)

    answer = desk.post(address(report), old)

    assert answer.status_code == 409
    assert "The report has been changed since you opened it." in answer.content.decode()
    assert "Public now: 14" in answer.content.decode()
    assert Correction.objects.count() == 1


def test_second_proposal_waits_for_the_first(desk):
    report = make_report(state=State.APPROVED)
    data = typed(desk, report, percent="14")
    desk.post(address(report), data)

    answer = desk.post(address(report), data | {"percent": "15"})

    assert answer.status_code == 403
    assert "A correction of this report waits already." in answer.content.decode()
    assert Correction.objects.get().changes == {"percent": [40, 14]}


def test_proposal_of_more_than_thirty_days_makes_room(client, desk):
    report = make_report(state=State.APPROVED)
    put_forward(desk, report, percent="14")
    Correction.objects.update(proposed_at=timezone.now() - timedelta(days=31))

    put_forward(desk, report, percent="15")

    new, old = Correction.objects.all()
    assert (new.changes, new.decided_at) == ({"percent": [40, 15]}, None)
    assert (old.decided_at is not None, old.revision) == (True, None)


def test_own_proposal_is_confirmed_by_somebody_else(client):
    signed_in(client, "coordinator", "approver")
    report = make_report(state=State.APPROVED)
    put_forward(client, report, percent="14")

    page = client.get(address(report)).content.decode()
    answer = decide(client, report, "confirm", is_confirmed="on")

    assert "Somebody else must confirm what you have proposed yourself." in page
    assert 'value="confirm"' not in page
    assert answer.status_code == 403
    assert public(report)["percent"] == 40


def test_own_proposal_is_confirmed_where_that_is_allowed(client, settings):
    settings.REPORTING_ALLOW_SELF_APPROVAL = True
    signed_in(client, "coordinator", "approver")
    report = make_report(state=State.APPROVED)
    put_forward(client, report, percent="14")

    unticked = decide(client, report, "confirm")
    assert (unticked.status_code, public(report)["percent"]) == (403, 40)

    decide(client, report, "confirm", is_confirmed="on")
    assert public(report)["percent"] == 14


@pytest.mark.parametrize("group", ["approver", "coordinator"])
def test_proposal_is_turned_down_or_taken_back(client, desk, group):
    report = make_report(state=State.APPROVED)
    put_forward(desk, report, percent="14")
    if group == "approver":
        signed_in(client, group)

    decide(client, report, "reject")
    again = decide(client, report, "reject").content.decode()

    assert Correction.objects.get().decided_by == client.user
    assert public(report)["percent"] == 40
    assert "The proposal has been decided on already." in again


def test_other_coordinator_decides_on_no_proposal(client, desk):
    report = make_report(state=State.APPROVED)
    put_forward(desk, report, percent="14")
    signed_in(client, "coordinator")

    page = client.get(address(report)).content.decode()

    assert "A correction waits" in page
    assert 'value="reject"' not in page
    assert decide(client, report, "reject").status_code == 403
    assert decide(client, report, "confirm").status_code == 403
    assert Correction.objects.get().decided_at is None


def test_approver_proposes_nothing(client):
    report = make_report(state=State.APPROVED)
    data = typed(signed_in(client, "coordinator"), report, percent="14")
    signed_in(client, "approver")

    page = client.get(address(report)).content.decode()

    assert "No correction has been proposed." in page
    assert client.post(address(report), data).status_code == 403
    assert not Correction.objects.exists()


@pytest.mark.parametrize("groups", [["reader"], ["reporter"]])
def test_page_is_closed_to_others(client, groups):
    report = make_report(state=State.APPROVED)
    signed_in(client, *groups)

    assert client.get(address(report)).status_code in (403, 404)
    assert client.post(address(report), {"do": "propose"}).status_code in (403, 404)


def test_what_is_not_approved_is_not_corrected(desk):
    report = make_report(state=State.SUBMITTED)

    assert desk.get(address(report)).status_code == 404
    assert desk.post(address(report), {"do": "explode"}).status_code == 404


def test_archived_round_is_not_corrected(desk):
    report = make_report(state=State.APPROVED)
    data = typed(desk, report, percent="14")
    ReportingRound.objects.update(archived_at=timezone.now())

    answer = desk.post(address(report), data)

    assert "The round has been archived." in answer.content.decode()
    assert not Correction.objects.exists()


def test_proposal_waits_in_the_queue_of_approvers(client, desk):
    report = make_report(state=State.APPROVED)
    assert "Proposed corrections" not in signed_in(client, "approver").get(QUEUE).content.decode()
    put_forward(signed_in(client, "coordinator"), report, percent="14")

    theirs = client.get(QUEUE).content.decode()
    queue = signed_in(client, "approver").get(QUEUE).content.decode()

    assert address(report) in queue
    assert "Proposed corrections" not in theirs


NUMBERS = st.decimals(-1000, 1000, places=2, allow_nan=False)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("percent"), st.one_of(st.none(), st.integers(0, 99))),
        st.tuples(st.just("status"), st.sampled_from(["planning", "implementation"])),
        st.tuples(st.just("jobs"), NUMBERS),
        st.tuples(st.just("summary"), st.text("aäö \n", min_size=1, max_size=30)),
    ),
    max_size=5,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_old_value_stays_readable_and_the_chain_holds(steps):
    action = make_actions(make_round().programme)[0]
    action.indicators.add(make_indicator(slug=f"jobs-{action.pk}"))
    slug = f"jobs-{action.pk}"
    report = make_report(action=action, state=State.DRAFT)
    ReportValue.objects.create(report=report, indicator=action.indicators.get(), value=7)
    report = finish(report)
    who, confirms = coordinator(), approver()
    summary = "Ensimmäinen vaihe on valmis."
    model = {"percent": 40, "status": "implementation", "jobs": Decimal(7), "summary": summary}
    history = [dict(model)]

    for name, new in steps:
        new = new.strip() if name == "summary" else new
        if not new and name == "summary":
            with pytest.raises(Incomplete):
                _propose(report, who, model | {name: new}, slug)
        elif new != model[name]:
            model[name] = new
            history.append(dict(model))
            proposal = _propose(report, who, model, slug)
            report = transition(
                report.pk, "correct", confirms, expected_version=report.version, correction=proposal
            )

    revisions = list(report.revisions.exclude(kind="submitted").order_by("number"))
    assert [_told(each.snapshot, slug) for each in revisions] == history
    assert _told(report.approved_revision.snapshot, slug) == model
    previous = report.revisions.get(kind="submitted").content_hash
    for revision in revisions:
        assert revision.previous_hash == previous
        assert content_hash(revision) == revision.content_hash
        previous = revision.content_hash


def _propose(report, who, model, slug):
    snapshot = report.approved_revision.snapshot
    texts = {name: told["fi"] for name, told in snapshot["texts"].items()}
    value = {"value": model["jobs"], "numerator": None, "denominator": None, "no_value_reason": ""}
    said = {
        "status": model["status"],
        "percent": model["percent"],
        "texts": texts | {"summary": model["summary"]},
        "values": {slug: value},
    }
    reasons = {"category": "new_data", "reason": "", "language": "fi"}
    changes = changes_to(snapshot, said)
    return propose(report, who, changes, expected_version=report.version, **reasons)


def _told(snapshot, slug):
    return {
        "percent": snapshot["percent"],
        "status": snapshot["status"]["code"],
        "jobs": Decimal(snapshot["values"][slug]["value"]),
        "summary": snapshot["texts"]["summary"]["fi"],
    }


@pytest.mark.usefixtures("in_english")
def test_correction_is_proposed_by_a_coordinator_only():
    report = make_report(state=State.APPROVED)
    given = {"category": "new_data", "reason": "", "language": "fi"}

    with pytest.raises(Exception, match="You do not have the right to do this"):
        propose(
            report,
            Actor.of_user(make_user("reporter")),
            {"percent": [40, 14]},
            expected_version=report.version,
            **given,
        )
