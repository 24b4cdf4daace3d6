"""One door for every change: nobody writes a state past the table, and every door is locked."""

import ast
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from reporting import links
from reporting.models import (
    ActionReport,
    LockException,
    ReportAttachment,
    ReportingRound,
    ReportRevision,
    ReportTransition,
    ReportValue,
    State,
)
from tests.factories import make_staff
from tests.reporting.factories import make_person, make_report, make_user

PACKAGES = ["reporting", "programme", "events", "icc_site"]
GUARDED = {"state", "reported_status"}
WRITERS = {"update", "create", "get_or_create", "update_or_create", "save", "setattr"}
TABLES = {"ActionReport", "StrategyAction"}
DAY = timedelta(days=1)


# The source: who writes a state


def writes_of(source):
    """The lines in which a guarded column is assigned, set or handed to a writing call."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_is_guarded(each) for target in targets for each in ast.walk(target)):
                yield node.lineno
        elif isinstance(node, ast.Call) and _writes(node):
            yield node.lineno


def _is_guarded(target):
    if isinstance(target, ast.Attribute):
        return target.attr in GUARDED
    # A column by its name: changes["state"] = …
    return isinstance(target, ast.Subscript) and _text(target.slice) in GUARDED


def _writes(call):
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "bulk_update":
        return any(_text(each) in GUARDED for each in ast.walk(call))
    if name not in WRITERS | TABLES:
        return False
    keywords = {keyword.arg for keyword in call.keywords}
    # Also what stands in defaults={…} or **{…}, and setattr(report, "state", …).
    inner = [*call.args, *(keyword.value for keyword in call.keywords)]
    names = {_text(key) for each in inner if isinstance(each, ast.Dict) for key in each.keys}
    if name == "setattr":
        names |= {_text(each) for each in call.args[1:2]}
    return bool(GUARDED & (keywords | names))


def _text(node):
    return node.value if isinstance(node, ast.Constant) else None


@pytest.mark.parametrize(
    "source",
    [
        "report.state = State.APPROVED",
        "self.report.state: str = 'approved'",
        "a, report.state = 1, 'approved'",
        "action.reported_status = 'planning'",
        "changes['state'] = 'approved'",
        "ActionReport.objects.filter(pk=1).update(percent=1, state='approved')",
        "ActionReport.objects.filter(pk=1).update(**{'state': 'approved'})",
        "reports.update_or_create(pk=1, defaults={'state': 'approved'})",
        "ActionReport(round=round, state='approved')",
        "ActionReport.objects.create(state='approved')",
        "ActionReport.objects.bulk_update(reports, ['state'])",
        "StrategyAction.objects.update(reported_status='planning')",
        "setattr(report, 'state', 'approved')",
    ],
)
def test_scan_finds_whoever_writes_a_state(source):
    assert list(writes_of(source)) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "state = report.state",
        "ActionReport.objects.filter(state='approved')",
        "ActionReport.objects.create(round=round, action=action)",
        "context = {'state': report.state}",
        "ReportTransition.objects.create(to_state='approved')",
    ],
)
def test_scan_lets_reading_pass(source):
    assert list(writes_of(source)) == []


def test_no_module_but_the_table_of_moves_writes_a_state():
    found = {}
    for path in [path for name in PACKAGES for path in (settings.BASE_DIR / name).rglob("*.py")]:
        if "migrations" not in path.parts and (
            lines := list(writes_of(path.read_text(encoding="utf-8")))
        ):
            found[str(path.relative_to(settings.BASE_DIR))] = len(lines)

    # The state of the report, and the status of its action; and whoever fills a database for measuring.
    assert found == {"reporting/transitions.py": 2, "icc_site/growing/reports.py": 2}


# The doors


RECORD = [ActionReport, ReportValue, ReportAttachment, ReportRevision, ReportTransition]
TYPED = {
    "language": "fi",
    "status": "implementation",
    "percent": "77",
    "summary": "Muutettu.",
    "next_steps": "Jatketaan.",
    "comment": "",
}
# Where a round or a report is locked for its reporter: the state, and days from now at which
# the round opens, is due and closes.
LOCKED = {
    "planned": (State.DRAFT, (1, 2, 3)),
    "closed": (State.DRAFT, (-3, -2, -1)),
    "closed for what was returned": (State.RETURNED, (-3, -2, -1)),
    "archived": (State.DRAFT, (-3, -2, -1)),
    "submitted": (State.SUBMITTED, (-1, 1, 2)),
    "approved": (State.APPROVED, (-1, 1, 2)),
    "waived": (State.WAIVED, (-1, 1, 2)),
}
locked = pytest.mark.parametrize("situation", LOCKED)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def everything():
    return [list(model._base_manager.order_by("pk").values()) for model in RECORD]


def set_times(round, opens, due, closes, archived_at=None):
    now = timezone.now()
    times = {"opens_at": now + opens * DAY, "due_at": now + due * DAY}
    times |= {"closes_at": now + closes * DAY, "archived_at": archived_at}
    ReportingRound.objects.filter(pk=round.pk).update(**times)


def locked_report(situation, reporter):
    state, times = LOCKED[situation]
    report = make_report(state=state, reporter=reporter)
    set_times(report.round, *times, timezone.now() if situation == "archived" else None)
    return report


def archived_report(state):
    report = make_report(state=state)
    set_times(report.round, -3, -2, -1, timezone.now())
    return report


def post_as_reporter(client, report, door, move):
    """What the form sends, by an account or by a link."""
    if door == "account":
        client.force_login(report.assignee.user)
        address = report.desk_url()
    else:
        link = links.link_for(report, report.assignee)
        address = reverse("reporting:report_by_link", args=[links.secret_of(link)])
    typed = TYPED | {"move": move, "version": str(report.version)}
    return client.post(address, typed)


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["account", "link"])
@pytest.mark.parametrize("move", ["save", "submit"])
@locked
def test_form_of_a_locked_report_changes_nothing(client, door, move, situation):
    report = locked_report(situation, make_user("reporter").person)
    before = everything()

    answer = post_as_reporter(client, report, door, move)

    assert answer.status_code in (200, 302, 403, 409)
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["account", "link"])
def test_form_of_an_open_report_is_saved_by_the_same_post(client, door):
    report = make_report(state=State.DRAFT, reporter=make_user("reporter").person)

    post_as_reporter(client, report, door, "save")

    report.refresh_from_db()
    assert (report.percent, report.summary_fi) == (77, "Muutettu.")


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["account", "link"])
def test_leave_opens_the_form_for_its_person_only(client, door):
    reporter, other = make_user("reporter").person, make_user("reporter").person
    report, foreign = (locked_report("closed", person) for person in (reporter, other))
    now = timezone.now()
    for each in (report, foreign):
        LockException.objects.create(
            report=each, granted_to=reporter, starts_at=now, until=now + DAY, reason="Ill."
        )

    for each in (report, foreign):
        post_as_reporter(client, each, door, "save")

    report.refresh_from_db()
    foreign.refresh_from_db()
    assert (report.percent, foreign.percent) == (77, 40)


@pytest.mark.django_db
def test_form_of_another_reporter_is_not_there(client):
    report = make_report(state=State.DRAFT)
    client.force_login(make_user("reporter"))
    before = everything()

    answer = client.post(report.desk_url(), TYPED | {"move": "save", "version": "1"})

    assert answer.status_code == 404
    assert everything() == before


DECISIONS = {
    "approve": (State.SUBMITTED, {}),
    "return": (State.SUBMITTED, {"comment": "Please say more of it."}),
    "withdraw": (State.SUBMITTED, {}),
    "waive": (State.DRAFT, {"reason": "postponed"}),
    "reopen": (State.WAIVED, {}),
    "reassign": (State.DRAFT, {}),
}
decisions = pytest.mark.parametrize("name", DECISIONS)


def decide(client, report, name):
    """What the page of a review sends."""
    client.force_login(make_staff())
    given = DECISIONS[name][1] | {"do": name, "version": report.version}
    if name == "reassign":
        given["person"] = make_person().pk
    return client.post(report.desk_url("report_review"), given)


@pytest.mark.django_db
@decisions
def test_desk_of_the_approver_decides_nothing_in_an_archived_round(client, name):
    report = archived_report(DECISIONS[name][0])
    before = everything()

    answer = decide(client, report, name)

    assert answer.status_code == 403
    assert everything() == before


@pytest.mark.django_db
@decisions
def test_desk_of_the_approver_decides_in_an_open_round_by_the_same_post(client, name):
    report = make_report(state=DECISIONS[name][0])

    answer = decide(client, report, name)

    assert answer.status_code == 302
    assert report.transitions.order_by("sequence").last().name == name


def do_in_bulk(client, report, door):
    """Waive a report from the board or from the back office."""
    client.force_login(make_staff())
    if door == "board":
        given = {"do": "waive", "reason": "postponed", "report": f"{report.pk}-{report.version}"}
        return client.post(reverse("reporting:board"), given)
    given = {"action": "waive", "_selected_action": report.pk, "is_sent": "1"}
    given |= {"reason": "postponed", f"version-{report.pk}": report.version}
    return client.post(reverse("admin:reporting_actionreport_changelist"), given)


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["board", "back office"])
@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED])
def test_bulk_moves_pass_through_the_same_lock(client, door, state):
    report = archived_report(state) if state == State.DRAFT else make_report(state=state)
    before = everything()

    do_in_bulk(client, report, door)

    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["board", "back office"])
def test_bulk_moves_are_made_where_nothing_is_locked(client, door):
    report = make_report(state=State.DRAFT)

    do_in_bulk(client, report, door)

    report.refresh_from_db()
    assert (report.state, report.waive_reason) == ("waived", "postponed")
    assert report.transitions.last().via == "bulk"


@pytest.mark.django_db
@pytest.mark.parametrize("model", [ActionReport, ReportRevision, ReportTransition])
@pytest.mark.parametrize("page", ["change", "delete"])
def test_back_office_changes_and_removes_nothing_by_hand(client, model, page):
    make_report(state=State.APPROVED)
    row = model.objects.first()
    client.force_login(make_staff())
    before = everything()

    address = reverse(f"admin:reporting_{model._meta.model_name}_{page}", args=[row.pk])
    answer = client.post(address, {"state": "approved", "percent": "99", "post": "yes"})

    assert client.get(reverse("admin:reporting_actionreport_changelist")).status_code == 200
    assert answer.status_code == 403
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["send_reminders", "verify_reports"])
def test_commands_leave_every_report_as_it_is(command, capsys):
    for situation in LOCKED:
        locked_report(situation, make_person())
    make_report(state=State.DRAFT)
    before = everything()

    call_command(command)

    assert capsys.readouterr().out
    assert everything() == before


@pytest.mark.django_db
def test_examples_are_not_made_beside_real_reports():
    make_report(state=State.DRAFT)
    before = everything()

    with pytest.raises(CommandError):
        call_command("demo_reports")

    assert everything() == before
