"""Opens a kind of page as the one whom it is meant for, and hears what the browser says of it."""

import os
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Page, Response

from tests.browser.checks.kinds import WITH_SECOND_STEP, show_second_step, sign_in

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
# Of what was refused the browser tells without saying whether it was the page itself.
TOLD_BY_THE_ANSWER = "Failed to load resource"
# A machine may type before the browser has put the cursor where the page wants it.
TOLD_TO_THE_QUICK = "Autofocus processing was blocked"


def launch(playwright):
    """The Chromium that the environment names, without what it would do by itself."""
    return playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=QUIET)


class Opened(NamedTuple):
    """A page, what the server has answered, and what was heard until then, sentence by sentence."""

    page: Page
    answer: Response
    heard: list
    asked: list


class Doors:
    """The browser in front of the example site, with a door for each account."""

    def __init__(self, browser, site):
        self.browser, self.site = browser, site
        self.states = {}

    @contextmanager
    def opened(self, kind, language, **options):
        """The page of a kind in a language."""
        state = self._state(kind.who) if kind.who else None
        with self._page(storage_state=state, locale=LOCALES[language], **options) as page:
            heard, asked = _listen(page)
            answer = page.goto(kind.address(language, self.site.names))
            if kind.then:
                answer = kind.then(page)
            yield Opened(page, answer, heard, asked)

    def _state(self, who):
        """The cookies of somebody who has signed in."""
        if who not in self.states:
            with self._page() as page:
                page.goto("/fi/sign-in/")
                sign_in(page, who)
                if who == WITH_SECOND_STEP:
                    show_second_step(page)
                self.states[who] = page.context.storage_state()
        return self.states[who]

    @contextmanager
    def _page(self, **options):
        context = self.browser.new_context(base_url=self.site.address, **options)
        page = context.new_page()
        page.set_default_timeout(20_000)
        try:
            yield page
        finally:
            context.close()


def _listen(page):
    """Lists that fill: what goes wrong on a page, and the addresses that it asks for."""
    heard, asked = [], []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console",
        lambda message: (
            heard.append(f"{message.type}: {message.text}") if _is_news(message) else None
        ),
    )
    page.on("requestfailed", lambda request: heard.append(f"{request.url} failed"))
    page.on("response", lambda answer: heard.extend(_refusals(answer)))
    page.on("request", lambda request: asked.append(request.url))
    return heard, asked


def _is_news(message):
    """Hints for developers, which browsers hide unless asked for them, are not meant."""
    return message.type != "verbose" and not message.text.startswith(
        (TOLD_BY_THE_ANSWER, TOLD_TO_THE_QUICK)
    )


def _refusals(answer):
    """The page itself may be refused, where that is the kind of page; what belongs to it may not."""
    if answer.status >= 400 and answer.request.resource_type != "document":
        yield f"{answer.url} is {answer.status}"
