"""The image and the compose file, as far as they can be looked at without a container engine."""

import os
import re
import subprocess
import sys

import yaml
from django.conf import settings

ROOT = settings.BASE_DIR
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))


def lines(instruction):
    return re.findall(rf"(?m)^{instruction} +(.+)$", CONTAINERFILE)


def test_all_that_is_copied_into_the_image_exists():
    copied = [name for line in lines("COPY") for name in line.split()[:-1]]

    assert copied == ["requirements.txt", "requirements-optional.txt", "."]
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_image_does_not_run_as_root():
    assert lines("USER") == ["icc"]


def test_secrets_and_scratch_stay_out_of_the_image():
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()

    assert {".git", ".venv", "node_modules", "var", "deploy/*.env", "deploy/.env"} <= set(left_out)


def test_image_makes_the_site_ready_and_then_serves_it(tmp_path):
    noting = tmp_path / "python"
    noting.write_text('#!/bin/sh\necho "$*"\n')
    noting.chmod(0o755)
    command = yaml.safe_load(lines("CMD")[-1])

    answer = subprocess.run(
        command,
        cwd=ROOT,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )

    prepare, serve = answer.stdout.splitlines()
    assert prepare == "manage.py prepare"
    assert serve == ("-m gunicorn --config bin/gunicorn.conf.py --bind 0.0.0.0:8000 icc_site.wsgi")
    subprocess.run(
        [sys.executable, *serve.split(), "--check-config"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SECRET_KEY": "a key"},
        check=True,
    )


def test_services_run_without_rights_and_wait_for_what_they_need():
    services = COMPOSE["services"]
    waits = {name: list(each.get("depends_on", {})) for name, each in services.items()}
    hardened = {name for name, each in services.items() if each.get("cap_drop") == ["ALL"]}

    assert waits == {"web": ["postgres", "redis"], "postgres": [], "redis": [], "nginx": ["web"]}
    # PostgreSQL's image gives its folder to its user and then leaves root by itself.
    assert hardened == {"web", "redis", "nginx"}
    waited_for = {name for needed in waits.values() for name in needed}
    assert waited_for - {"web"} == {name for name in services if "healthcheck" in services[name]}


def test_what_the_compose_file_names_exists():
    named = {
        source
        for each in COMPOSE["services"].values()
        for source, *_rest in (volume.split(":") for volume in each.get("volumes", []))
    }
    files = {name for name in named if name.startswith(".")}

    assert named - files == set(COMPOSE["volumes"])
    assert [name for name in files if not (ROOT / "deploy" / name).exists()] == []
    assert (ROOT / COMPOSE["services"]["web"]["build"]["dockerfile"]).exists()
