"""What the first visit costs somebody who has never been here: bytes as they come over the wire."""

MOST_BYTES, MOST_REQUESTS = 60 * 1024, 12
# A picture of the tab is asked for by browsers with a window; ours has none.
ASK_FOR_ICONS = """() => Promise.all(
    [...document.querySelectorAll("link[rel~=icon]")].map(icon => fetch(icon.href)))"""


def test_first_visit_of_the_home_page_is_light(browser, site, language, tell):
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    sizes = []
    protocol.send("Network.enable")
    protocol.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))

    page.goto(f"/{language}/", wait_until="networkidle")
    page.evaluate(ASK_FOR_ICONS)
    page.wait_for_load_state("networkidle")
    context.close()

    tell(f"First visit of /{language}/: {sum(sizes)} bytes in {len(sizes)} requests")
    assert 3 <= len(sizes) <= MOST_REQUESTS
    assert 5_000 < sum(sizes) <= MOST_BYTES
