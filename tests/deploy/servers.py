"""The site as gunicorn runs it in production, before the database of the tests."""

import http.client
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests.browser.checks.site import OURS, ROOT, free_port
from tests.factories import make_staff

HOST = "icc.example.org"
# Through a proxy that has spoken HTTPS with the client.
PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https"}


# As in production but for the compression, which takes long.
QUICK = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}


def collect_static_files(folder):
    """Into a data folder, as `bin/serve` does it."""
    storages = settings.STORAGES | {"staticfiles": QUICK}
    with override_settings(STORAGES=storages, STATIC_ROOT=folder / "static"):
        call_command("collectstatic", interactive=False, verbosity=0)


def share_dictionaries(folder):
    """With the tests: to make them anew for each data folder takes seconds, and 700 MB."""
    made = settings.DATA_DIR / "dictionaries"
    made.mkdir(parents=True, exist_ok=True)
    (folder / "dictionaries").symlink_to(made)


def make_account(name, **fields):
    """Somebody of the staff with the password "secret", kept as production keeps it but quicker."""
    kept = PBKDF2PasswordHasher().encode("secret", "salt", iterations=1)
    account = make_staff(username=name, **fields)
    account.password = kept
    account.save()
    return account


class Server:
    """Where a server listens, and what it has written."""

    def __init__(self, port, log, process):
        self.port, self.log, self.process = port, log, process

    @property
    def workers(self):
        """The numbers of the processes that answer."""
        master = self.process.pid
        return [
            int(each) for each in Path(f"/proc/{master}/task/{master}/children").read_text().split()
        ]

    def ask(self, method, path, body=None, **headers):
        """The answer to one request: status, headers in lower case, body."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        if isinstance(body, dict):
            body = urlencode(body)
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            talk.request(method, path, body, PROXIED | named)
            answer = talk.getresponse()
            return Answer(answer.status, answer.msg, answer.read())
        finally:
            talk.close()

    def written(self):
        """All that it has logged."""
        return self.log.read_text()


class Answer:
    """What came back."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def cookies(self):
        """Each cookie that was set, whole."""
        return self.headers.get_all("Set-Cookie") or []


class Visitor:
    """A browser as far as cookies and forms go; it may ask one server after another."""

    def __init__(self):
        self.cookies = {}

    def ask(self, server, method, path, body=None, **headers):
        """The answer of a server; its cookies are kept for the next one."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            token = self.cookies.get("csrftoken", "")
            body, headers["Referer"] = body | {"csrfmiddlewaretoken": token}, f"https://{HOST}/"
        answer = server.ask(method, path, body, **headers, **({"Cookie": cookie} if cookie else {}))
        for each in answer.cookies():
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def sign_in(self, server, login, password):
        """As a person does: the page first, then the form."""
        self.ask(server, "GET", "/en/sign-in/")
        return self.ask(server, "POST", "/en/sign-in/", {"login": login, "password": password})


def tests_database():
    """The address of the database that the tests write into; theirs to see once it is committed."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who = ":".join(quote(told[part], safe="") for part in ("USER", "PASSWORD") if told[part])
    return f"postgres://{who}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


@contextmanager
def served(folder, workers=1, **variables):
    """A server with the settings of production while it runs."""
    port, log = free_port(), Path(folder) / f"log-{time.monotonic_ns()}"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment = inherited | {
        "DATA_DIR": str(folder),
        "DATABASE_URL": tests_database(),
        "DJANGO_SECRET_KEY": "tests-only-" + "0123456789" * 5,
        "DJANGO_ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "EMAIL_URL": "dummymail://",
        "STAFF_NEED_SECOND_STEP": "off",
    }
    options = ["--workers", str(workers), "--threads", "2", "--log-level", "warning"]
    options += ["--no-control-socket", "--preload", "--bind", f"127.0.0.1:{port}"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, "icc_site.wsgi"],
            cwd=ROOT,
            env=environment | variables,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(port, log, process)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_ready(server):
    deadline = time.monotonic() + 180
    while server.process.poll() is None and time.monotonic() < deadline:
        try:
            server.ask("GET", "/robots.txt")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(server.written())
