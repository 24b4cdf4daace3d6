"""What deploy/ hands to systemd fits the site that it runs."""

import configparser
import re
import shutil
import subprocess
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from operations.plan import JOBS

DEPLOY = settings.BASE_DIR / "deploy"
UNITS = DEPLOY / "systemd"
INSTALLED = "/srv/icc"
SERVICES = sorted(UNITS.glob("*.service"))
TIMERS = sorted(UNITS.glob("*.timer"))
# What systemd.exec(5) offers against a process that has been taken over.
HARDENED = {
    "CapabilityBoundingSet": "",
    "NoNewPrivileges": "true",
    "PrivateDevices": "true",
    "PrivateTmp": "true",
    "ProtectHome": "true",
    "ProtectSystem": "strict",
    "SystemCallFilter": "@system-service",
    "User": "icc",
}


def read(unit):
    """A unit as {section: {name: value}}; no name stands twice in ours."""
    parser = configparser.RawConfigParser(delimiters="=", strict=True)
    parser.optionxform = str
    parser.read(unit, encoding="utf-8")
    return {name: dict(parser[name]) for name in parser.sections()}


def job(unit):
    """The command that icc@send_reminders.timer or its service runs."""
    return re.fullmatch(r"icc@(\w+)\.(timer|service|service\.d)", unit.name)[1]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_what_a_service_runs_is_in_the_checkout(unit):
    service = read(unit)["Service"]
    named = re.findall(rf"{INSTALLED}/(\S+)|(\S+\.py)\b", service["ExecStart"])

    assert service["WorkingDirectory"] == INSTALLED
    assert named[0] == (".venv/bin/python", "")
    for below, relative in named:
        assert (settings.BASE_DIR / (below or relative)).exists()


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_service_can_do_and_write_only_what_it_must(unit):
    service = read(unit)["Service"]

    assert {name: service[name] for name in HARDENED} == HARDENED
    assert service["MemoryMax"] == "1G"
    written = service["ReadWritePaths"].replace("-", "").split()
    assert set(written) <= {"/var/lib/icc", "/var/backups/icc"}


def test_every_job_of_the_plan_has_a_timer_as_often_as_it_says():
    clocks = {job(unit): read(unit)["Timer"]["OnCalendar"] for unit in TIMERS}
    often = {name for name, clock in clocks.items() if re.fullmatch(r"\*:\d/5", clock)}
    daily = {name for name, clock in clocks.items() if re.fullmatch(r"\*-\*-\* [\d:]{8}", clock)}

    assert often == {name for name, each in JOBS.items() if each.every == timedelta(minutes=5)}
    assert daily == {name for name, each in JOBS.items() if each.every == timedelta(days=1)}


@pytest.mark.parametrize("unit", TIMERS, ids=job)
def test_command_of_a_timer_takes_what_it_is_given(unit):
    name = job(unit)
    drop_in = UNITS / f"icc@{name}.service.d" / "arguments.conf"
    given = read(drop_in)["Service"]["Environment"] if drop_in.exists() else '"ARGUMENTS="'
    arguments = given.strip('"').removeprefix("ARGUMENTS=").split()
    command = load_command_class(get_commands()[name], name)

    # Leaves with a SystemExit, and so fails, for an argument that the command does not know.
    assert command.create_parser("manage.py", name).parse_args(arguments)


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    for unit in UNITS.glob("*.*"):
        if unit.is_file():
            text = unit.read_text(encoding="utf-8")
            (tmp_path / unit.name).write_text(text.replace(INSTALLED, str(settings.BASE_DIR)))

    answer = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )

    about_ours = [line for line in answer.stderr.splitlines() if "icc" in line]
    assert about_ours == []


def test_docs_name_every_timer_and_its_hour():
    docs = (settings.BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"(?m)^\| `(\w+)` \| (every 5 minutes|\d:\d\d) \|", docs))

    for unit in TIMERS:
        clock = read(unit)["Timer"]["OnCalendar"]
        hour = re.search(r" 0(\d:\d\d):00$", clock)
        assert table[job(unit)] == (hour[1] if hour else "every 5 minutes")
    assert table.keys() == {job(unit) for unit in TIMERS}
