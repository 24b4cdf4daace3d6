"""
Every kind of page that there is: checked in every language, and drawn by `bin/screenshots`.

A path stands below the language, unless it begins with a slash; names in braces are those that
`examples.py` has made. `then` is what a person does there to come to the page that is meant. Nothing
here knows the looks of a page: forms are filled by the names of their fields.
"""

import itertools
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple

from openpyxl import load_workbook

from tests.browser.checks.site import PASSWORD

VISITOR, REPORTER, COORDINATOR, APPROVER, ADMIN, WITH_SECOND_STEP = (
    "",
    "demo-reporter",
    "demo-coordinator",
    "demo-approver",
    "admin",
    "demo-second-step",
)
CODES = itertools.count()


class Kind(NamedTuple):
    """A kind of page: how it is called, where it is, who opens it and what the server answers."""

    name: str
    path: str
    who: str = VISITOR
    status: int = 200
    then: Callable | None = None

    def address(self, language, names):
        """Its address on the example site."""
        ended = names[f"ended_{language}"]
        path = self.path.format(ended=ended, language=language, **names)
        return path if path.startswith("/") else f"/{language}/{path}"

    @property
    def is_public(self):
        """Whether everybody may read it: such pages are held to more."""
        return self.who == VISITOR and not self.path.startswith(("/", "report/"))


def press(page, selector):
    """Press a button. Returns the answer to what it has sent."""
    with page.expect_navigation() as navigation:
        page.locator(selector).last.click()
    return navigation.value


def move(name):
    """Press a button of the report form."""
    return lambda page: press(page, f"button[name=move][value={name}]:visible")


def do(name, **typed):
    """Press a button of a desk with fields filled in."""

    def done(page):
        page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
        for field, text in typed.items():
            page.locator(f"[name={field}]").last.fill(text)
        # Browsers would not let an empty field through: what the server says is meant.
        page.eval_on_selector_all("form", "forms => forms.forEach(form => form.noValidate = true)")
        return press(page, f"button[name=do][value={name}]:visible")

    return done


def submit_without_words(page):
    page.fill("[name^=summary]", "")
    return move("submit")(page)


def lose_the_session(page):
    page.context.clear_cookies(name="sessionid")
    return move("save")(page)


def sign_in_again(page):
    lose_the_session(page)
    return sign_in(page, REPORTER)


def sign_in(page, user, password=PASSWORD):
    """Fill in the form of any of the sign-in pages, and send it."""
    page.fill("[name=login]", user)
    page.fill("[name=password]", password)
    return press(page, "form:has([name=login]) button")


def sign_in_wrongly(page):
    return sign_in(page, "nobody", "wrong")


def send_nothing_right(page):
    """Fill a form of the account with what cannot be right, and send it."""
    for field in page.locator("form.sign-in input:visible").all():
        field.fill("wrong")
    return press(page, "form.sign-in button")


def come_to_the_second_step(page):
    return sign_in(page, WITH_SECOND_STEP)


def show_second_step(page):
    """Write a recovery code: each works but once."""
    page.fill("[name=code]", f"{next(CODES):08}")
    return press(page, "form:has([name=code]) button")


def sign_in_without_token(page):
    page.eval_on_selector_all(
        "[name=csrfmiddlewaretoken]", "fields => fields.forEach(field => field.value = '')"
    )
    return sign_in(page, "nobody", "wrong")


def wear_the_link_out(page):
    while page.request.post(page.url).status != 429:
        pass
    return move("start")(page)


def say_not_me(page):
    return press(page, "form[action*='not-me'] button")


def save_nothing(page):
    """Send the form of the back office with nothing in it."""
    page.eval_on_selector_all("form", "forms => forms.forEach(form => form.noValidate = true)")
    return press(page, "[name=_save]")


def choose_action(name):
    """Tick the first row of a list of the back office, and go on with an action."""

    def done(page):
        page.locator("[name=_selected_action]").first.check()
        page.select_option("[name=action]", name)
        return press(page, "[name=index][value='0']")

    return done


def send_workbook(page):
    """Fill the workbook for Swedish in: one text to be written, one whose source has changed since."""
    workbook = load_workbook(
        BytesIO(page.request.get("/admin/translations/export/?language=sv&state=open").body())
    )
    second = workbook.active.cell(4, 1)
    workbook.active.cell(3, 5, "Exempel på en översättning")
    workbook.active.cell(4, 5, "Ett annat exempel")
    second.value = second.value.rsplit("/", 2)[0] + "/0/"
    file = BytesIO()
    workbook.save(file)
    sent = {"name": "sv.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
    page.set_input_files("[type=file]", sent)
    return press(page, "form[method=post]:has([type=file]) [type=submit]")


def send_rows(*rows):
    """Choose a file of news, and wait until it has been checked."""

    def sent(page):
        text = "\r\n".join(["slug,programme,title_fi,published_on,is_public", *rows])
        file = {"name": "rows.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.set_input_files("[type=file]", file)
        with page.expect_response("**/admin/back_office/import/*/change/") as answer:
            page.click("form:has([type=file]) [type=submit]")
        page.wait_for_load_state("load")
        return answer.value

    return sent


def come_second(page):
    """Save an event after somebody else has, from another window."""
    other = page.context.new_page()
    other.goto(page.url)
    for window in (other, page):
        summary = f"EXAMPLE {next(CODES)}"
        window.eval_on_selector("[name=summary_en]", "(field, text) => field.value = text", summary)
        answer = press(window, "[name=_continue]")
    other.close()
    return answer


def write_feedback(message):
    """Send the feedback form, in which a topic has been chosen."""

    def written(page):
        page.check("[name=topic][value=other]")
        page.fill("[name=message]", message)
        return press(page, "form.feedback button")

    return written


PUBLIC = [
    Kind("home", ""),
    Kind("about", "about/"),
    Kind("programmes", "programmes/"),
    Kind("programme", "programmes/icc/"),
    Kind("programme-before", "programmes/dcc/"),
    Kind("baskets", "baskets/"),
    Kind("basket", "baskets/green-economy/"),
    Kind("cities", "cities/"),
    Kind("cities-chosen", "cities/?programme=icc&basket=green-economy"),
    Kind("cities-ignored-choice", "cities/?country=XX&role=king"),
    Kind("cities-none", "cities/?q=qqqq"),
    Kind("city-home", "cities/pori/"),
    Kind("city", "cities/antwerp/"),
    Kind("strategies", "strategies/"),
    Kind("strategy", "strategies/resurssiviisas/"),
    Kind("strategy-without-actions", "strategies/digital-transformation/"),
    Kind("actions", "actions/"),
    Kind("actions-chosen", "actions/?status=implementation&theme=resurssiviisas-1"),
    Kind("actions-ignored-choice", "actions/?status=lost"),
    Kind("actions-none", "actions/?q=qqqq"),
    Kind("action", "actions/1.A.1/"),
    Kind("action-card", "actions/1.A.1/?embed"),
    Kind("action-without-reports", "actions/3.I.70/"),
    Kind("indicators", "indicators/"),
    Kind("indicator", "indicators/unemployment-pori/"),
    Kind("indicator-with-target", "indicators/municipal-waste-recycling-rate-finland/"),
    Kind("benefits", "benefits/"),
    Kind("benefits-chosen", "benefits/?standing=received&year=2022"),
    Kind("benefits-none", "benefits/?q=qqqq"),
    Kind("benefit", "benefits/icc-advice-from-nordic-mentor-cities/"),
    Kind("benefit-without-chain", "benefits/icc-sparring-by-consultants/"),
    Kind("news", "news/"),
    Kind("events", "events/"),
    Kind("events-chosen", "events/?kind=city_lab"),
    Kind("events-ignored-choice", "events/?kind=party"),
    Kind("events-none", "events/?q=qqqq"),
    Kind("month", "events/month/2022-07/"),
    Kind("month-empty", "events/month/1999-01/"),
    Kind("month-now", "events/month/"),
    Kind("event", "events/city-lab-3/"),
    Kind("event-upcoming", "events/example-upcoming/"),
    Kind("event-card", "events/example-moved/?embed"),
    Kind("event-part", "events/example-part/"),
    Kind("event-over", "events/example-over/"),
    Kind("event-moved", "events/example-moved/"),
    Kind("event-postponed", "events/example-postponed/"),
    Kind("event-cancelled", "events/example-cancelled/"),
    Kind("search", "search/"),
    Kind("search-found", "search/?q=kaupungeille"),
    Kind("search-one-kind", "search/?q=pori&kind=event"),
    Kind("search-fallback", "search/?q=esimerkki"),
    Kind("search-none", "search/?q=qqqq"),
    Kind("search-refused", "search/?q=%25&kind=king"),
    Kind("progress", "progress/"),
    Kind("round-decided", "progress/example-1/"),
    Kind("round-open", "progress/example-2/"),
    Kind("report", "progress/example-1/1.A.1/"),
    Kind("report-corrected", "progress/example-1/1.A.3/"),
    Kind("corrections", "corrections/"),
    Kind("open-data", "data/"),
    Kind("dataset", "data/actions/"),
    Kind("api", "data/api/"),
    Kind("data-status", "data-status/"),
    Kind("summary", "summary/"),
    Kind("summary-decided", "summary/example-1/"),
    Kind("summary-open", "summary/example-2/"),
    Kind("accessibility", "accessibility/"),
    Kind("feedback", "feedback/?topic=accessibility&page=/fi/cities/"),
    Kind("feedback-error", "feedback/", then=write_feedback("")),
    Kind("feedback-sent", "feedback/", then=write_feedback("EXAMPLE")),
    Kind("privacy", "privacy/"),
    Kind("cookies", "cookies/"),
    Kind("not-found", "nothing-is-here/", status=404),
    Kind("too-long", f"actions/?q={'q' * 2000}", status=400),
    Kind("bad-request", f"actions/?{'&' * 1001}", status=400),
    Kind("sign-in", "sign-in/"),
    Kind("sign-in-error", "sign-in/", then=sign_in_wrongly),
    Kind("password", "password/"),
    Kind("password-sent", "password/sent/"),
    Kind("password-link-old", "password/1-nothing/"),
    Kind("password-done", "password/done/"),
    Kind("sign-in-inactive", "sign-in/inactive/"),
    Kind("sign-in-cancelled", "sign-in/cancelled/"),
    Kind("sign-in-city-error", "sign-in/error/", status=401),
    Kind("sign-in-refused", "sign-in/", status=403, then=sign_in_without_token),
]
# What visitors' programs read; no browser draws it.
FILES = [
    Kind("feed", "feed/"),
    Kind("feed-of-a-basket", "baskets/green-economy/feed/"),
    Kind("feed-of-a-strategy", "strategies/resurssiviisas/feed/"),
    Kind("feed-of-an-action", "actions/1.A.1/feed/"),
    Kind("feed-of-news", "news/feed/"),
    Kind("feed-of-events", "events/feed/"),
    Kind("feed-of-changed-events", "events/changes/feed/"),
    Kind("feed-of-benefits", "benefits/feed/"),
    Kind("feed-of-corrections", "corrections/feed/"),
    Kind("calendar", "events/calendar.ics"),
    Kind("calendar-of-an-event", "events/city-lab-3/event.ics"),
    Kind("round-csv", "progress/example-1/round.csv"),
    Kind("round-json", "progress/example-1/round.json"),
    Kind("summary-pdf", "summary/summary.pdf"),
    Kind("summary-json", "summary/summary.json"),
    Kind("summary-of-a-round-pdf", "summary/example-1/summary.pdf"),
    Kind("summary-of-a-round-json", "summary/example-1/summary.json"),
    Kind("api-events", "/api/v1/events?limit=50"),
    Kind("api-actions", "/api/v1/actions?limit=50"),
    Kind("api-one", "/api/v1/actions/1.A.1"),
    Kind("manifest", "/data/manifest.json"),
    Kind("catalogue", "/data/catalogue.jsonld"),
    Kind("data-csv", "/data/actions.csv"),
    Kind("sitemap", "/sitemap.xml"),
    Kind("robots", "/robots.txt"),
]
DESK = [
    Kind("link", "report/link/{link}/"),
    Kind("link-unknown", "report/link/unknown/", status=404),
    Kind("link-worn-out", "report/link/{busy}/", status=429, then=wear_the_link_out),
    Kind("link-ended", "report/link/{ended}/", then=say_not_me),
    Kind("my-reports", "report/", REPORTER),
    Kind("my-reports-none", "report/", APPROVER),
    Kind("report-to-begin", "report/example-2/1.D.28/", REPORTER),
    Kind("report-form", "report/example-2/1.B.13/", REPORTER),
    Kind("report-form-errors", "report/example-2/1.D.27/", REPORTER, then=submit_without_words),
    Kind("report-form-warnings", "report/example-2/1.B.13/", REPORTER, then=move("submit")),
    Kind("report-form-returned", "report/example-2/1.B.10/", REPORTER),
    Kind("report-preview", "report/example-2/1.B.13/", REPORTER, then=move("preview")),
    Kind("report-sent", "report/example-2/1.B.11/", REPORTER),
    Kind("report-approved", "report/example-2/1.A.1/", REPORTER),
    Kind("session-ended", "report/example-2/1.B.13/", REPORTER, status=401, then=lose_the_session),
    Kind("session-again", "report/example-2/1.B.13/", REPORTER, then=sign_in_again),
    Kind("forbidden", "report/board/", REPORTER, status=403),
    Kind("board", "report/board/", COORDINATOR),
    Kind("board-of-a-round", "report/board/?round=example-2", COORDINATOR),
    Kind("board-none", "report/board/?q=qqqq&show=nothing", COORDINATOR),
    Kind("board-error", "report/board/?round=example-2", COORDINATOR, then=do("waive")),
    Kind("remind", "report/board/remind/?round=example-2", COORDINATOR),
    Kind("review-by-coordinator", "report/example-2/1.B.11/review/", COORDINATOR),
    Kind("correct", "report/example-1/1.B.9/correct/", COORDINATOR),
    Kind(
        "correct-error",
        "report/example-1/1.B.9/correct/",
        COORDINATOR,
        then=do("propose", percent="999"),
    ),
    Kind("correct-confirm", "report/example-1/1.A.5/correct/", APPROVER),
    Kind("translate", "report/example-1/1.B.9/translate/", COORDINATOR),
    Kind("queue", "report/queue/", APPROVER),
    Kind("review", "report/example-2/1.B.11/review/", APPROVER),
    Kind("review-error", "report/example-2/1.B.11/review/", APPROVER, then=do("return")),
    Kind("review-approved", "report/example-1/1.A.3/review/", APPROVER),
]
ACCOUNT = [
    Kind("account", "account/", REPORTER),
    Kind("account-app", "account/app/", REPORTER),
    Kind("account-app-error", "account/app/", REPORTER, then=send_nothing_right),
    Kind("account-passkey", "account/passkeys/add/", REPORTER),
    Kind("account-password", "account/password/", REPORTER),
    Kind("account-password-error", "account/password/", REPORTER, then=send_nothing_right),
    Kind("second-step", "sign-in/code/", then=come_to_the_second_step),
    Kind("account-with-second-step", "account/", WITH_SECOND_STEP),
    Kind("account-codes", "account/codes/", WITH_SECOND_STEP),
    Kind("account-codes-new", "account/codes/new/", WITH_SECOND_STEP),
    Kind("account-app-remove", "account/app/remove/", WITH_SECOND_STEP),
    Kind("account-again-code", "account/again/code/", WITH_SECOND_STEP),
    Kind("account-again", "account/again/", REPORTER),
]
BACK_OFFICE = [
    Kind("admin-sign-in", "/admin/login/"),
    Kind("admin", "/admin/", ADMIN),
    Kind("admin-of-coordinator", "/admin/", COORDINATOR),
    Kind("guide", "/admin/guide/", ADMIN),
    Kind("admin-app", "/admin/reporting/", ADMIN),
    Kind("admin-list", "/admin/events/event/", ADMIN),
    Kind("admin-list-of-actions", "/admin/programme/strategyaction/", ADMIN),
    Kind("admin-list-of-reports", "/admin/reporting/actionreport/", ADMIN),
    Kind("admin-list-of-rounds", "/admin/reporting/reportinground/", ADMIN),
    Kind("admin-list-of-links", "/admin/back_office/link/", ADMIN),
    Kind("admin-link", "/admin/back_office/link/{stored_link}/change/", ADMIN),
    Kind("admin-list-none", "/admin/events/event/?q=qqqq", ADMIN),
    Kind("admin-event", "/admin/events/event/{event}/change/", ADMIN),
    Kind("admin-action", "/admin/programme/strategyaction/{action}/change/", ADMIN),
    Kind("admin-programme", "/admin/programme/programme/{programme}/change/", ADMIN),
    Kind("admin-city", "/admin/programme/city/{city}/change/", ADMIN),
    Kind("admin-round", "/admin/reporting/reportinground/{round}/change/", ADMIN),
    Kind("admin-report", "/admin/reporting/actionreport/{report}/change/", ADMIN),
    Kind("admin-person", "/admin/reporting/person/{person}/change/", ADMIN),
    Kind("admin-list-of-feedback", "/admin/readers/feedback/", ADMIN),
    Kind("admin-feedback", "/admin/readers/feedback/{feedback}/change/", ADMIN),
    Kind("admin-statement", "/admin/readers/accessibilitystatement/{statement}/change/", ADMIN),
    Kind("admin-user", "/admin/auth/user/{user}/change/", ADMIN),
    Kind("admin-add", "/admin/programme/strategyaction/add/", ADMIN),
    Kind("admin-error", "/admin/events/event/add/", ADMIN, then=save_nothing),
    Kind("admin-delete", "/admin/events/event/{event}/delete/", ADMIN),
    Kind("admin-delete-removes", "/admin/programme/programme/{programme}/delete/", ADMIN),
    Kind(
        "admin-delete-many",
        "/admin/events/event/",
        ADMIN,
        then=choose_action("delete_selected"),
    ),
    Kind("admin-step", "/admin/reporting/actionreport/", ADMIN, then=choose_action("send_back")),
    Kind("admin-history", "/admin/events/event/{event}/history/", ADMIN),
    Kind("admin-password", "/admin/password_change/", ADMIN),
    Kind("admin-translations", "/admin/translations/", ADMIN),
    Kind(
        "admin-translations-chosen",
        "/admin/translations/?model=programme.strategyaction&language=sv&state=open",
        ADMIN,
    ),
    Kind("admin-translations-none", "/admin/translations/?q=qqqq", ADMIN),
    Kind("admin-translate", "/admin/translations/events.event/{event}/sv/", ADMIN),
    Kind("admin-translations-files", "/admin/translations/files/", ADMIN),
    Kind("admin-translations-preview", "/admin/translations/files/", ADMIN, then=send_workbook),
    Kind("admin-conflict", "/admin/events/event/{event}/change/", ADMIN, then=come_second),
    Kind("admin-preview", "/admin/events/event/{event}/preview/{language}/", ADMIN),
    Kind("admin-import", "/admin/programme/strategyaction/import/", ADMIN),
    Kind(
        "admin-import-checked",
        "/admin/programme/newsitem/import/",
        ADMIN,
        then=send_rows(
            "example-1,icc,Esimerkki 1,2024-03-29,0", "example-2,icc,Esimerkki 2,2024,0"
        ),
    ),
    Kind(
        "admin-import-refused",
        "/admin/programme/newsitem/import/",
        ADMIN,
        then=send_rows("example-1,nowhere,Esimerkki 1,2024-13-29,0", ",icc,,2024,perhaps"),
    ),
    Kind("admin-list-of-imports", "/admin/back_office/import/", ADMIN),
    Kind("admin-export", "/admin/events/event/export/", ADMIN),
    Kind("admin-not-found", "/admin/events/event/999999/change/", ADMIN),
]
KINDS = [*PUBLIC, *DESK, *ACCOUNT, *BACK_OFFICE]
