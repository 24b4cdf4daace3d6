"""Another release may write the same data otherwise: what makes the pages has a fingerprint."""

import hashlib
import json
import re

from django.apps import apps
from django.conf import settings

SOURCES = re.compile(r".*\.(py|html|txt|xml|typ|mo|css|js|svg)")


def fingerprint():
    """Of our code, templates, texts, static files and settings; alike on all hosts with the same release."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(path.name.encode() + path.read_bytes())
    told = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    digest.update(
        json.dumps(told, default=lambda _value: "", skipkeys=True, sort_keys=True).encode()
    )
    return digest.hexdigest()


def _sources():
    root = settings.BASE_DIR
    ours = [app.path for app in apps.get_app_configs() if _is_ours(app, root)]
    folders = [root / path for path in (*ours, "templates", "locale", "static")]
    yield root / "requirements.txt"
    for folder in folders:
        yield from (path for path in folder.rglob("*") if SOURCES.fullmatch(path.name))


def _is_ours(app, root):
    return app.path == str(root / app.label)
