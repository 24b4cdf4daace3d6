"""The variables of the environment: those that are read, those that are told of, those that are given."""

import ast
import os
import re
import subprocess
from pathlib import Path

from django.conf import settings

ROOT = settings.BASE_DIR
DOCS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
# Read by libraries: boto3, the tools of the tests.
ELSEWHERE = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL_S3"}
OF_THE_SHELL = {"PWD"}
UNKNOWN = object()


def read_in_settings():
    """The variables that settings.py reads, as {name: default}."""
    tree = ast.parse((ROOT / "icc_site" / "settings.py").read_text(encoding="utf-8"))
    found = {}
    for node in ast.walk(tree):
        is_reading = isinstance(node, ast.Call) and re.fullmatch(
            r"env\.\w+", ast.unparse(node.func)
        )
        if is_reading and isinstance(node.args[0], ast.Constant):
            defaults = [each.value for each in node.keywords if each.arg == "default"]
            default = [*defaults, *node.args[1:], None][0]
            is_plain = isinstance(default, ast.Constant)
            found[node.args[0].value] = default.value if is_plain else UNKNOWN
    return found


def read_in_bin():
    """The variables in capitals that the scripts of bin/ read and do not make themselves."""
    names = set()
    for path in filter(Path.is_file, (ROOT / "bin").iterdir()):
        text = path.read_text(encoding="utf-8")
        names |= set(re.findall(r"\$\{?([A-Z][A-Z_]+)", text))
        names |= set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', text))
    return names - OF_THE_SHELL


def told():
    """The table of docs/operations.md, as {name: what stands for the default}."""
    table = DOCS.split("## Configuration")[1].split("## Upgrade")[0]
    rows = re.findall(r"(?m)^\| (`[^|]+`) \| ([^|]+) \|", table)
    return {name: default for names, default in rows for name in re.findall(r"`(\w+)`", names)}


def test_every_variable_that_is_read_is_told_of_and_no_other():
    assert told().keys() == read_in_settings().keys() | read_in_bin() | ELSEWHERE


def test_defaults_are_told_as_they_are():
    words = {False: "off", True: "on"}
    plain = {
        name: words.get(default, f"`{default}`") if isinstance(default, bool) else f"`{default}`"
        for name, default in read_in_settings().items()
        if default is not UNKNOWN and default not in ("", None)
    }

    assert {name: told()[name] for name in plain} == plain


def test_template_names_only_what_is_read():
    lines = (ROOT / "deploy" / "icc.env").read_text(encoding="utf-8").splitlines()
    given = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]

    assert set(given) - read_in_settings().keys() == set()
    assert len(given) == len(set(given)) > 5


def test_template_with_a_key_starts_the_site(tmp_path):
    template = (ROOT / "deploy" / "icc.env").read_text(encoding="utf-8")
    key = "DJANGO_SECRET_KEY=0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ-0123456789"
    environment = tmp_path / "icc.env"
    environment.write_text(template.replace("DJANGO_SECRET_KEY=", key))

    answer = run_icc("check", "--deploy", "--fail-level=WARNING", ICC_ENV=environment)

    assert (answer.returncode, answer.stderr) == (0, "")


def test_command_for_administrators_says_what_it_lacks(tmp_path):
    answer = run_icc("check", ICC_ENV=tmp_path / "none")

    assert answer.returncode == 1
    assert answer.stderr == (
        f"Cannot read {tmp_path / 'none'}: run this as root, or name another file in ICC_ENV.\n"
    )


def run_icc(*arguments, **variables):
    """deploy/icc as whoever runs the tests, with nothing of their environment."""
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    known = {"PATH": os.environ["PATH"], "ICC_USER": user}
    return subprocess.run(
        [ROOT / "deploy" / "icc", *arguments],
        env=known | {name: str(value) for name, value in variables.items()},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
