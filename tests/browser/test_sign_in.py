"""The second step in a browser: set up and shown, by app, recovery code and passkey, under the policy."""

import pytest

from tests.accounts.apps import give_app, shown_by_app
from tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def as_in_production(settings):
    """Staff need a second step."""
    settings.STAFF_NEED_SECOND_STEP = True


@pytest.fixture
def staff():
    """Somebody of the staff."""
    return make_staff(username="rita", password="secret", is_superuser=True)


@pytest.fixture
def device(page):
    """A device that makes passkeys and shows them without being asked twice."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def sign_in(page, address="/admin/"):
    """Write name and password."""
    page.goto(address)
    page.fill("#id_login", "rita")
    page.fill("#id_password", "secret")
    page.get_by_role("button", name="Kirjaudu sisään", exact=True).click()


def sign_out(page):
    """Press “sign out” in the back office."""
    page.click("#logout-form button")
    page.wait_for_url("**/fi/")


def is_in_the_back_office(page):
    page.wait_for_url("**/admin/")
    return page.locator("#user-tools").is_visible()


def test_app_is_set_up_and_shown_at_the_next_sign_in(page, staff):
    sign_in(page)
    page.get_by_role("link", name="Ota sovellus käyttöön").click()
    secret = page.inner_text(".secret code")
    picture = page.locator(".qr svg path").bounding_box()
    page.get_by_label("Sovelluksen koodi").fill(shown_by_app(secret))
    page.get_by_role("button", name="Valmis").click()
    codes = page.locator(".codes li").all_inner_texts()
    page.get_by_role("link", name="Koodit ovat tallessa, jatka").click()

    assert picture["width"] > 150
    assert len(codes) == 10
    assert is_in_the_back_office(page)

    sign_out(page)
    sign_in(page)
    page.get_by_label("Koodi", exact=True).fill(codes[0])
    page.get_by_role("button", name="Kirjaudu sisään", exact=True).click()

    assert is_in_the_back_office(page)


def test_code_of_the_app_is_asked_for(page, staff):
    give_app(staff)
    sign_in(page)
    page.get_by_label("Koodi", exact=True).fill("000000")
    page.get_by_role("button", name="Kirjaudu sisään", exact=True).click()
    said = page.locator(".errorlist:visible").inner_text()
    page.get_by_label("Koodi", exact=True).fill(shown_by_app())
    page.get_by_role("button", name="Kirjaudu sisään", exact=True).click()

    assert said == "Koodi ei ole oikein. Yritä uudelleen."
    assert is_in_the_back_office(page)


def test_passkey_is_made_and_then_is_enough(page, staff, device):
    sign_in(page)
    page.get_by_role("link", name="Lisää pääsyavain").click()
    page.get_by_label("Nimi, jolla tunnet sen").fill("Työkone")
    page.get_by_role("button", name="Luo pääsyavain").click()
    page.wait_for_url("**/account/codes/")
    page.goto("/fi/account/")
    named = page.get_by_role("heading", name="Pääsyavain: Työkone").count()
    page.goto("/admin/")
    sign_out(page)

    page.goto("/admin/")
    page.get_by_role("button", name="Kirjaudu pääsyavaimella").click()

    assert named == 1
    assert is_in_the_back_office(page)


def test_passkey_is_the_second_step_too_and_is_removed(page, staff, device):
    sign_in(page, "/fi/account/")
    page.goto("/fi/account/passkeys/add/")
    page.get_by_role("button", name="Luo pääsyavain").click()
    page.wait_for_url("**/account/codes/")
    page.goto("/admin/")
    sign_out(page)
    sign_in(page)
    page.get_by_role("button", name="Käytä pääsyavainta").click()

    assert is_in_the_back_office(page)

    page.goto("/fi/account/")
    page.get_by_role("link", name="Poista ”Pääsyavaimeni”").click()
    page.get_by_role("button", name="Poista").click()
    page.wait_for_url("**/account/")

    assert page.get_by_role("heading", name="Pääsyavain: Pääsyavaimeni").count() == 0
    assert page.get_by_role("status").all_inner_texts() == [
        "Pääsyavain on poistettu tunnuksestasi."
    ]


def test_passkey_that_does_not_answer_is_said_in_words(page, staff, device):
    session, key = device
    session.send("WebAuthn.removeVirtualAuthenticator", key)
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | {"isUserVerified": False}})
    page.goto("/fi/sign-in/")
    page.get_by_role("button", name="Kirjaudu pääsyavaimella").click()

    page.get_by_text("Se ei onnistunut. Yritä uudelleen tai käytä toista tapaa.").wait_for()


def test_without_javascript_the_app_is_enough(browser, live_server, staff):
    context = browser.new_context(
        base_url=live_server.url, locale="fi-FI", java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    give_app(staff)
    sign_in(page)
    passkeys = page.locator("form[data-passkey]").is_visible()
    page.get_by_label("Koodi", exact=True).fill(shown_by_app())
    page.get_by_role("button", name="Kirjaudu sisään", exact=True).click()

    assert not passkeys
    assert is_in_the_back_office(page)
    context.close()
