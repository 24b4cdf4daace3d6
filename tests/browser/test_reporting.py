"""The whole way of a report, as its people go it: asked, written, returned, approved, corrected."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reporting import letters
from reporting.asking import ask
from reporting.models import ActionReport
from tests.factories import make_action
from tests.reporting.factories import make_contact, make_person, make_round, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def report_of(action):
    """The report that is asked of an action in an open round."""
    ends_on = timezone.localdate() - timedelta(days=1)
    round = make_round(
        programme=action.strategy.programme,
        name_en="Spring round",
        starts_on=ends_on - timedelta(days=180),
        ends_on=ends_on,
    )
    ask(round)
    return round.reports.get()


@pytest.fixture
def open_page(browser, live_server):
    """Opens a browser of its own for each person; the console must stay silent."""
    contexts, told = [], []

    def opened(user=None):
        context = browser.new_context(base_url=live_server.url, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        if user:
            page.goto("/en/sign-in/")
            page.fill("[name=login]", user.username)
            page.fill("[name=password]", "secret")
            page.click("main form button")
        return page

    yield opened
    for context in contexts:
        context.close()
    # An answer of 401 is meant: the session had ended.
    assert [text for text in told if "401" not in text] == []


def link_in(letter, live_server, settings):
    """The address that the mail of a letter holds."""
    settings.SITE_URL = live_server.url
    return letters.address_of(letter)


def press(page, selector):
    """Click a button and wait for what it leads to."""
    with page.expect_navigation():
        page.click(selector)


def submit(page):
    """Send the report, look at what is odd, and send it again."""
    page.click("text=Submit >> nth=-1")
    expect(page.locator("#warnings")).to_be_visible()
    for box in page.locator("#warnings input[type=checkbox]").all():
        box.check()
    page.click("text=Submit >> nth=-1")
    expect(page.locator("#standing")).to_contain_text("It becomes public when approved.")


def test_report_goes_from_the_call_to_the_public_page_and_is_corrected(
    open_page, live_server, settings
):
    action = make_action(title_en="Plant trees")
    make_contact(action=action, person=make_person(name="R. Reporter"))
    report = report_of(action)
    judge, leader = make_user("approver"), make_user("coordinator")
    (call,) = letters.write("round_opened", [report.assignee], report)
    address = report.get_absolute_url().replace("/fi/", "/en/", 1)

    writer = open_page()
    writer.goto(link_in(call, live_server, settings))
    expect(writer.locator(".you")).to_contain_text("R. Reporter")
    writer.click("text=Begin")
    writer.check("[name=language][value=en]")
    writer.check("[name=status][value=implementation]")
    writer.fill("[name=percent]", "41")
    writer.fill("[name=summary]", "The first trees stand.")
    writer.click(".buttons >> text=Save draft")
    expect(writer.locator("#standing")).to_contain_text("Not visible to the public.")
    writer.click("text=Submit >> nth=-1")
    expect(writer.locator(".error-summary")).to_be_focused()
    expect(writer.locator(".error-summary")).to_contain_text("Say what comes next")
    writer.fill("[name=next_steps]", "The next ones follow.")
    submit(writer)

    approver = open_page(judge)
    approver.goto("/en/report/queue/")
    press(approver, "text=Plant trees")
    approver.fill("[name=comment] >> nth=0", "Say how many trees, please.")
    press(approver, "text=Return to the reporter")
    assert writer.request.get(address).status == 404

    writer.goto(link_in(call, live_server, settings))
    expect(writer.locator(".returned")).to_contain_text("Say how many trees, please.")
    writer.fill("[name=summary]", "Forty-one trees stand.")
    submit(writer)

    approver.goto("/en/report/queue/")
    press(approver, "text=Plant trees")
    press(approver, "button:text-is('Approve')")
    reader = open_page()
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("Forty-one trees stand.")
    expect(reader.locator("main")).to_contain_text("41")
    assert "R. Reporter" not in reader.content()
    assert "how many trees" not in reader.content()
    assert reader.context.cookies() == []

    coordinator = open_page(leader)
    coordinator.goto(report.desk_url("report_correct").replace("/fi/", "/en/", 1))
    coordinator.fill("[name=percent]", "14")
    coordinator.select_option("[name=category]", "typing_error")
    press(coordinator, "text=Propose the correction")
    approver.goto(report.desk_url("report_correct").replace("/fi/", "/en/", 1))
    press(approver, "text=Confirm the correction")
    reader.goto("/en/corrections/")
    correction = " ".join(reader.locator("main").inner_text().split())
    assert re.search(r"41\s?% → 14\s?%", correction)
    assert "Typing error" in correction
    # Another reader: a public page is kept by the browser for a minute.
    other = open_page()
    other.goto(address)
    expect(other.locator("main")).to_contain_text("14")
    assert ActionReport.objects.get().revisions.count() == 4


def test_form_is_filled_in_with_the_keyboard_alone_and_saves_itself(open_page):
    action = make_action()
    user = make_user("reporter")
    make_contact(action=action, person=user.person)
    report = report_of(action)
    page = open_page(user)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(report.desk_url().replace("/fi/", "/en/", 1))
    with page.expect_navigation():
        page.locator("text=Begin").press("Enter")
    expect(page.locator("[name=summary]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.locator("[name=language][value=en]").press("Space")
    page.keyboard.press("Tab")
    expect(page.locator("[name=status] >> nth=0")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("30")
    page.keyboard.press("Tab")
    page.keyboard.type("It goes on.")
    page.keyboard.press("Tab")

    expect(page.locator("[data-said]")).to_contain_text("Saved as a draft", timeout=10_000)
    page.locator(".buttons >> text=Save draft").press("Enter")
    expect(page.locator("#standing")).to_contain_text("Not visible to the public.")
    page.reload()
    expect(page.locator("[name=summary]")).to_have_value("It goes on.")
    expect(page.locator("[name=percent]")).to_have_value("30")


def test_session_that_ends_over_a_filled_form_loses_nothing(open_page):
    action = make_action()
    user = make_user("reporter")
    make_contact(action=action, person=user.person)
    report = report_of(action)
    page = open_page(user)
    page.goto(report.desk_url().replace("/fi/", "/en/", 1))
    page.click("text=Begin")
    page.fill("[name=summary]", "Long work that must not be lost.")
    page.context.clear_cookies(name="sessionid")

    page.context.set_extra_http_headers({})
    page.once("dialog", lambda dialog: dialog.accept())
    page.click(".buttons >> text=Save draft")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", "secret")
    page.click("main form button")
    page.click("main form button")

    expect(page.locator("[name=summary]")).to_have_value("Long work that must not be lost.")
    report.refresh_from_db()
    assert "Long work that must not be lost." in (report.summary_en, report.summary_fi)
