"""The example site, and the tools without which a check is left out, or fails where it must not be."""

import fcntl
import os
import shutil

import pytest

from tests.browser.checks import checker as checkers
from tests.browser.checks import site as sites
from tests.browser.checks.checker import VNU
from tests.browser.checks.kinds import KINDS
from tests.browser.checks.opening import Doors
from tests.browser.checks.site import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LIGHTHOUSE = ROOT / "node_modules" / ".bin" / "lighthouse"
# What must be installed before a test can ask for a fixture.
NEEDS = {
    "axe": AXE.is_file(),
    "checker": VNU.is_file() and shutil.which("java"),
    "lighthouse": LIGHTHOUSE.is_file() and shutil.which("node"),
}


def pytest_collection_modifyitems(config, items):
    """
    Without its tool a check is left out, and `bin/test` says so; in CI it then fails.

    Lighthouse measures time: where several processes share the tests it is left out too.
    """
    is_shared = hasattr(config, "workerinput")
    missing = {name for name, is_there in NEEDS.items() if not is_there}
    not_now = (set() if os.environ.get("CI") else missing) | (
        {"lighthouse"} if is_shared else set()
    )
    left_out = {item for item in items if not_now & set(item.fixturenames)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def axe():
    """The script that looks for barriers."""
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def checker():
    """The checker of the W3C."""
    with checkers.started() as checker:
        yield checker


@pytest.fixture(scope="session")
def lighthouse():
    """The command that measures a page."""
    return LIGHTHOUSE


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, worker_id):
    """The folder of the example site, made by the first of the processes that share the tests."""
    base = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        base = base.parent
    folder = base / "example-site"
    with (base / "example-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / sites.NAMES).is_file():
            sites.prepare(folder)
    return folder


@pytest.fixture(scope="session")
def site(prepared, tmp_path_factory):
    """The example site; each process has its own, so that nobody writes into another's report."""
    folder = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(prepared, folder)
    with sites.served(folder) as site:
        yield site


@pytest.fixture(scope="session")
def doors(browser, site):
    """Opens its pages."""
    return Doors(browser, site)


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.name)
def kind(request):
    """Each kind of page in turn."""
    return request.param


@pytest.fixture(scope="module", params=["fi", "sv", "en"])
def language(request):
    """Each language in turn."""
    return request.param
