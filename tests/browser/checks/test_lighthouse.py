"""Lighthouse, as on a phone of middling speed. It measures time, so nothing else may run beside it."""

import json
import os
import statistics
import subprocess
from functools import partial

import pytest

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 98
# Time is not measured twice alike: after a bad run two more are made, and the middle one counts.
RUNS = 3
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
PAGES = {
    "home": "/fi/",
    "event": "/fi/events/city-lab-3/",
    "actions": "/fi/actions/",
    "action": "/fi/actions/1.A.1/",
}


def environment():
    """Names the browser by the variable that Lighthouse knows."""
    return os.environ | {"CHROME_PATH": os.environ["CHROMIUM"]}


def measured(lighthouse, url, folder):
    """The marks of a page, 0 to 100, and what cost it marks."""
    report = folder / "report.json"
    command = [
        lighthouse,
        url,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={FLAGS}",
        "--no-enable-error-reporting",
    ]
    run = partial(subprocess.run, command, env=environment(), capture_output=True, timeout=180)
    # Now and then it loses its browser, which says nothing of the page: then it is asked again.
    if run(check=False).returncode:
        run(check=True)
    found = json.loads(report.read_text(encoding="utf-8"))
    marks = {name: round(found["categories"][name]["score"] * 100) for name in CATEGORIES}
    return marks, [
        f"{audit['title']} {audit.get('displayValue', '')}".strip()
        for audit in found["audits"].values()
        if audit["score"] is not None and audit["score"] < 0.9
    ]


def middle(runs):
    """The middle mark of each category."""
    return {name: statistics.median_low(marks[name] for marks, _why in runs) for name in CATEGORIES}


@pytest.mark.parametrize("page", PAGES)
def test_page_gets_the_marks_of_lighthouse(lighthouse, site, page, tmp_path, tell):
    runs = [measured(lighthouse, site.address + PAGES[page], tmp_path)]
    if min(runs[0][0].values()) < LEAST:
        runs += [
            measured(lighthouse, site.address + PAGES[page], tmp_path) for _ in range(RUNS - 1)
        ]

    marks = middle(runs)
    tell(f"Lighthouse, {page}: {marks} in {len(runs)} runs")
    assert {name: mark for name, mark in marks.items() if mark < LEAST} == {}, runs[-1][1]
