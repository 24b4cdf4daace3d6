"""On what was measured: a figure without that says nothing."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

import django
import gunicorn
from django.utils import timezone

ROOT = Path(__file__).resolve().parents[2]


def described():
    """Lines of (what, value): machine, software, state of the code, and when."""
    return [
        ("Measured", timezone.localtime().strftime("%-d %B %Y, %H:%M %Z")),
        ("Code", _commit()),
        ("Processor", f"{_first_line_with('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores"),
        ("Memory", _first_line_with("/proc/meminfo", "MemTotal")),
        ("System", f"{_system()}, Linux {platform.release()}"),
        ("Load before the run", f"{os.getloadavg()[0]:.2f}"),
        ("Python", platform.python_version()),
        ("Django, gunicorn", f"{django.__version__}, {gunicorn.__version__}"),
        ("nginx", _said("nginx", "-v").rpartition("/")[2]),
        ("wrk", _said("wrk", "-v").partition("[")[0].removeprefix("wrk").strip()),
    ]


def missing():
    """The commands that cannot be found, with the Debian packages that have them."""
    needed = {"wrk": "wrk", "nginx": "nginx"}
    return [package for command, package in needed.items() if not shutil.which(command)]


def _first_line_with(path, word):
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(word)), "?")


def _system():
    release = platform.freedesktop_os_release()
    return release.get("PRETTY_NAME", "Linux")


def _commit():
    head = _said("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD")
    changed = _said("git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no")
    return head + (", with changes that are not committed" if changed else "")


def _said(*command):
    """The first line that a command prints, wherever it prints it; nothing when it is not there."""
    if not shutil.which(command[0]):
        return ""
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return (answer.stdout or answer.stderr).strip().partition("\n")[0]
