"""The checker of the W3C (vnu) as a service of its own: it starts slowly and then judges quickly."""

import json
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection

from tests.browser.checks.site import ROOT, free_port

VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
HTML = "text/html; charset=utf-8"


class Checker:
    """Where the service is."""

    def __init__(self, port):
        self.port = port

    def judge(self, source, content_type=HTML):
        """The errors in a source, each with what it is about; the warnings, in a word. Each but once."""
        service = HTTPConnection("127.0.0.1", self.port, timeout=60)
        # It refuses whoever does not say who asks.
        headers = {"Content-Type": content_type, "User-Agent": "tests"}
        service.request("POST", "/?out=json", source.encode(), headers)
        messages = json.load(service.getresponse())["messages"]
        service.close()
        errors = [in_words(each) for each in messages if each["type"] != "info"]
        warnings = [each["message"] for each in messages if each.get("subType") == "warning"]
        return list(dict.fromkeys(errors)), list(dict.fromkeys(warnings))


def in_words(message):
    """What a message says, and of what."""
    return f"{message['message']} {' '.join(message.get('extract', '').split())}"


@contextmanager
def started():
    """The service while it runs."""
    port = free_port()
    here = "-Dnu.validator.servlet.bind-address=127.0.0.1"
    main = ["nu.validator.servlet.Main", str(port)]
    process = subprocess.Popen(
        ["java", "-Xss4m", "-cp", VNU, here, *main],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    checker = Checker(port)
    try:
        wait_until_ready(process, checker)
        yield checker
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_ready(process, checker):
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        try:
            checker.judge("")
        except ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The checker of the W3C did not start: it needs Java 17.")
