"""Lists that renew as one types; without a script, or without a network, the browser does it."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_action, make_city, make_event, make_participation

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = ".action-row"


@pytest.fixture
def actions(transactional_db):
    """Three actions, whose words and statuses overlap."""
    make_action(code="1.A.1", title_fi="Puita kaduille", status="planning")
    make_action(code="1.A.2", title_fi="Puita pihoille", status="completed")
    make_action(code="1.A.3", title_fi="Ääniä öisin", status="completed")


@pytest.fixture
def asked(page):
    """The addresses that scripts of the page have asked for."""
    addresses = []
    page.on("request", lambda request: is_of_script(request) and addresses.append(request.url))
    return addresses


def is_of_script(request):
    return request.resource_type in ("xhr", "fetch")


def query(page):
    """What stands in the address behind the path."""
    return page.evaluate("location.search")


def open_list(page, address="/en/actions/"):
    page.goto(address)
    # A mark that is lost when the browser loads a page anew.
    page.evaluate("window.stayed = true")


def go_back(page, *, to):
    """Back, once the browser knows all the addresses that the page has made."""
    page.wait_for_timeout(100)
    page.go_back()
    page.wait_for_url(lambda url: url.endswith(to))


def is_same_page(page):
    return page.evaluate("window.stayed === true")


def test_list_is_renewed_as_one_types_and_the_caret_stays(page, actions, asked, live_server):
    open_list(page)
    field = page.locator("#id_q")
    field.press_sequentially("pui kad", delay=20)
    for _ in range(4):
        page.keyboard.press("ArrowLeft")

    page.keyboard.type("ta")

    # Half of the words may have been asked for before, with the same answer.
    page.wait_for_url("**/?q=puita+kad")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS)).to_contain_text("Puita kaduille")
    expect(field).to_be_focused()
    expect(field).to_have_value("puita kad")
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [5, 5]
    assert query(page) == "?q=puita+kad"
    assert len(asked) <= 2
    assert asked[-1] == f"{live_server.url}/en/actions/?q=puita+kad"
    assert is_same_page(page)


def test_count_is_announced_in_an_element_that_stays(page, actions):
    open_list(page)
    status = page.locator("main [role=status]")
    expect(status).to_have_text("3 actions")
    announced = status.element_handle()

    page.locator("#id_q").press_sequentially("öisin")

    expect(status).to_have_text("1 action")
    assert announced.evaluate("element => element.isConnected")
    assert page.locator("main [aria-live], main [role=status], main [role=alert]").count() == 1


def test_choice_is_kept_with_the_words_and_empty_ones_stay_out_of_the_address(page, actions):
    open_list(page)

    page.select_option("#id_status", "completed")
    expect(page.locator(ROWS)).to_have_count(2)
    page.fill("#id_q", "puita")
    expect(page.locator(ROWS)).to_have_count(1)
    both = query(page)
    page.fill("#id_q", "  ")
    page.select_option("#id_status", "")

    expect(page.locator(ROWS)).to_have_count(3)
    assert both == "?q=puita&status=completed"
    assert page.url.endswith("/en/actions/")
    assert is_same_page(page)


def test_back_returns_to_the_earlier_lists_and_fields(page, actions):
    open_list(page)
    page.select_option("#id_status", "completed")
    expect(page.locator(ROWS)).to_have_count(2)
    page.locator("#id_q").press_sequentially("puita p")
    expect(page.locator(ROWS)).to_have_count(1)
    page.locator("#id_q").press_sequentially("i")
    page.wait_for_url("**/?q=puita+pi&status=completed")

    go_back(page, to="/en/actions/?status=completed")
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.locator("#id_q")).to_have_value("")
    expect(page.locator("#id_status")).to_have_value("completed")
    go_back(page, to="/en/actions/")
    expect(page.locator(ROWS)).to_have_count(3)
    expect(page.locator("#id_status")).to_have_value("")
    page.go_forward()
    page.go_forward()

    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("#id_q")).to_have_value("puita pi")
    expect(page.locator("[role=status]")).to_have_text("1 action")
    assert is_same_page(page)


def test_back_from_an_action_finds_the_list_as_it_was(page, actions):
    open_list(page)
    page.fill("#id_q", "kaduille")
    expect(page.locator(ROWS)).to_have_count(1)

    page.click(".action-row a")
    expect(page.locator("h1")).to_contain_text("Puita kaduille")
    go_back(page, to="/en/actions/?q=kaduille")

    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("#id_q")).to_have_value("kaduille")


def test_renewed_list_can_be_typed_in_and_chosen_from_after_back(page, actions):
    open_list(page)
    page.fill("#id_q", "kaduille")
    expect(page.locator(ROWS)).to_have_count(1)
    go_back(page, to="/en/actions/")
    expect(page.locator(ROWS)).to_have_count(3)

    page.fill("#id_q", "öisin")
    expect(page.locator(ROWS)).to_have_count(1)
    go_back(page, to="/en/actions/")

    expect(page.locator(ROWS)).to_have_count(3)
    assert is_same_page(page)


def test_answer_that_comes_too_late_does_not_win(page, actions):
    open_list(page)
    late = []
    page.route("**/actions/?q=puita", lambda route: late.append(route))
    with page.expect_request("**/actions/?q=puita"):
        page.fill("#id_q", "puita")

    page.fill("#id_q", "öisin")
    expect(page.locator(ROWS)).to_have_count(1)
    for route in late:
        route.continue_()
    page.wait_for_timeout(500)

    assert len(late) == 1
    expect(page.locator(ROWS)).to_contain_text("Ääniä öisin")
    expect(page.locator("[role=status]")).to_have_text("1 action")
    assert query(page) == "?q=%C3%B6isin"
    assert is_same_page(page)


def test_nothing_is_asked_when_nothing_has_changed(page, actions, asked):
    open_list(page, "/en/actions/?q=puita")
    field = page.locator("#id_q")

    field.press_sequentially("x", delay=20)
    field.press("Backspace")
    field.press("Enter")
    page.locator(".skip-link").press("Enter")
    page.wait_for_timeout(500)

    assert asked == []
    expect(page.locator(ROWS)).to_have_count(2)
    assert is_same_page(page)


def test_enter_renews_at_once_and_does_not_load_the_page(page, actions):
    open_list(page)

    page.fill("#id_q", "öisin")
    page.keyboard.press("Enter")

    page.wait_for_url("**/?q=*")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("#id_q")).to_be_focused()
    assert query(page) == "?q=%C3%B6isin"
    assert is_same_page(page)


def test_unknown_choice_is_said_until_another_is_made_and_again_on_back(page, actions):
    open_list(page, "/en/actions/?status=late")
    notice = page.locator(".notice")
    expect(notice).to_have_text("The choice “late” is not known and was left out.")

    page.select_option("#id_status", "completed")
    expect(page.locator(ROWS)).to_have_count(2)
    expect(notice).to_have_count(0)
    go_back(page, to="/en/actions/?status=late")

    expect(notice).to_have_text("The choice “late” is not known and was left out.")
    expect(page.locator("#id_status")).to_have_value("")


def test_links_of_the_page_follow_what_is_shown(page):
    make_event(title_fi="Mennyt", kind="seminar", starts_on="2021-01-01", ends_on="")
    make_event(title_fi="Toinen", kind="city_lab")
    open_list(page, "/en/events/")

    page.select_option("#id_kind", "seminar")
    expect(page.locator(".event-row")).to_have_count(1)

    for link in (".languages [hreflang=fi]", ".views a >> nth=1", ".views a >> nth=2"):
        assert page.locator(link).get_attribute("href").endswith("?kind=seminar"), link
    page.click(".languages [hreflang=fi]")
    expect(page.locator("h1")).to_have_text("Tapahtumat")
    expect(page.locator(".event-row")).to_have_count(1)


def test_month_is_renewed_too(page):
    make_event(title_en="Lab", kind="city_lab", starts_on="2022-07-04", ends_on="")
    make_event(title_en="Talk", kind="seminar", starts_on="2022-07-05", ends_on="")
    open_list(page, "/en/events/month/2022-07/")

    page.fill("#id_q", "talk")
    expect(page.locator("[role=status]")).to_have_text("1 event")

    expect(page.locator(".month a")).to_have_text(["Talk"])
    assert page.url.endswith("/en/events/month/2022-07/?q=talk")
    assert is_same_page(page)


def test_cities_are_renewed_too(page):
    for name, country in [("Malmö", "SE"), ("Málaga", "ES"), ("Lviv", "UA")]:
        make_participation(city=make_city(name_en=name, country=country))
    open_list(page, "/en/cities/")

    page.fill("#id_q", "mal")
    expect(page.locator("main tbody th")).to_have_count(2)
    page.fill("#id_q", "spain")

    expect(page.locator("main tbody th")).to_have_text(["Málaga"])
    expect(page.locator("[role=status]")).to_have_text("1 city")
    assert is_same_page(page)


def test_pages_of_a_renewed_list_keep_its_choices(page):
    for _ in range(51):
        make_action(title_fi="Puita", status="planning")
    make_action(title_fi="Muu", status="planning")
    open_list(page)
    page.fill("#id_q", "puita")
    expect(page.locator("[role=status]")).to_have_text("51 actions")

    page.click(".pages [rel=next]")
    expect(page.locator(ROWS)).to_have_count(1)
    on_next_page = query(page)
    page.fill("#id_q", "muu")
    expect(page.locator(ROWS)).to_contain_text("Muu")

    assert on_next_page == "?q=puita&page=2"
    assert query(page) == "?q=muu"


def test_choices_are_cleared_and_dropped_by_links(page, actions):
    open_list(page)
    clear = page.locator(".filters__clear")
    expect(clear).to_be_hidden()
    page.fill("#id_q", "öisin")
    page.select_option("#id_status", "planning")
    expect(page.locator("[role=status]")).to_have_text("0 actions")
    expect(clear).to_be_visible()

    page.click("text=Without “Status: Planning”")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("#id_q")).to_have_value("öisin")
    clear.click()

    expect(page.locator(ROWS)).to_have_count(3)
    expect(page.locator("#id_q")).to_have_value("")
    expect(clear).to_be_hidden()


def test_without_a_script_the_button_does_it(browser, live_server, actions):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/actions/")

    page.fill("#id_q", "puita")
    page.select_option("#id_status", "completed")
    page.click("main button")

    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("[role=status]")).to_have_text("1 action")
    expect(page.locator("#id_q")).to_have_value("puita")
    page.click(".filters__clear")
    expect(page.locator(ROWS)).to_have_count(3)
    context.close()


@pytest.mark.parametrize("failure", ["connectionreset", 500])
def test_what_fails_is_left_to_the_browser(browser, live_server, actions, failure):
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    open_list(page)

    def fail_once(route):
        if not is_of_script(route.request):
            route.continue_()
        elif failure == 500:
            route.fulfill(status=500, body="<h1>Oops</h1>", content_type="text/html")
        else:
            route.abort(failure)

    page.route("**/actions/?q=**", fail_once)

    page.fill("#id_q", "öisin")

    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("#id_q")).to_have_value("öisin")
    assert not is_same_page(page)
    assert query(page) == "?q=%C3%B6isin"
    context.close()
