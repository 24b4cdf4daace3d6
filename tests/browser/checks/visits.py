"""One visit to a page: all that the checks want to know of it, found out at once."""

from typing import NamedTuple

from tests.browser.checks.excuses import EXCUSES

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
# The two ways in which a page is looked at: two languages see one pair, the third the other.
LIGHT_AND_WIDE = [("light", WIDE), ("dark", NARROW)]
DARK_AND_WIDE = [("dark", WIDE), ("light", NARROW)]
LOOKS = {"fi": LIGHT_AND_WIDE, "sv": DARK_AND_WIDE, "en": LIGHT_AND_WIDE}

RUN = """async ([tags, excused]) => {
    const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
    const isExcused = (rule, node) => excused.some(
        ([its, selector]) => its === rule && document.querySelector(node)?.matches(selector));
    return found.violations.flatMap(({id, nodes}) => nodes
        .map(node => [id, node.target.flat().join(" "), node.failureSummary])
        .filter(([rule, node]) => !isExcused(rule, node)));
}"""


# Whether the page scrolls sideways, and what sticks out furthest, for whoever is to mend it.
STICKING_OUT = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return "";
    const edge = element => element.getBoundingClientRect().right;
    const all = [...document.body.querySelectorAll("*")].filter(each => edge(each) > room);
    all.sort((one, other) => edge(other) - edge(one));
    return all.slice(0, 3).map(({localName, id, className}) =>
        `${localName}#${id}.${className}`).join(", ") || "something";
}"""


class Visit(NamedTuple):
    """What was found."""

    status: int
    source: str
    language: str
    headings: list
    heard: list
    asked: list
    too_wide: list
    barriers: list
    cookies: list


def visit(doors, axe, kind, language):
    """Open a page and look at it in its two ways."""
    looks = LOOKS[language]
    scheme, size = looks[0]
    options = {"color_scheme": scheme, "viewport": size, "reduced_motion": "reduce"}
    with doors.opened(kind, language, **options) as opened:
        page = opened.page
        # What axe itself stumbles over, such as the policy, is not said of the page.
        heard = list(opened.heard)
        page.evaluate(axe)
        barriers, too_wide = [], []
        for scheme, size in looks:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size(size)
            if sticking_out := page.evaluate(STICKING_OUT):
                too_wide.append(f"{size['width']} px: {sticking_out}")
            look = f"{scheme}, {size['width']} px"
            barriers += [f"{look}: {' | '.join(each)}" for each in _violations(page, kind)]
        return Visit(
            status=opened.answer.status,
            source=opened.answer.text(),
            language=page.get_attribute("html", "lang"),
            headings=page.locator("h1").all_inner_texts(),
            heard=heard,
            asked=opened.asked,
            too_wide=too_wide,
            barriers=barriers,
            cookies=[cookie["name"] for cookie in page.context.cookies()],
        )


def _violations(page, kind):
    tags = [*WCAG, "best-practice"] if kind.is_public else WCAG
    return page.evaluate(RUN, [tags, [[each.rule, each.selector] for each in EXCUSES]])
