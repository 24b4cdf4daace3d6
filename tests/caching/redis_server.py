"""A Redis of the tests' own, which keeps nothing on the disk."""

import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

from tests.test_commands import find_free_port


class RedisServer:
    """A Redis that can be stopped and started."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, find_free_port(), None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        """Start it, and wait until it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        command = ["redis-server", *options, "--appendonly", "no", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert any("Ready to accept" in line for line in self.process.stdout)

    def stop(self):
        """End it; what it held is gone."""
        if self.process:
            self.process.terminate()
            self.process.wait(30)
            self.process.stdout.close()
        self.process = None


@contextmanager
def running_redis(folder):
    """A Redis while it is wanted; left out where there is none, but not in CI."""
    if not shutil.which("redis-server") and not os.environ.get("CI"):
        pytest.skip("There is no Redis: `apt install redis-server` brings it.")
    server = RedisServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
