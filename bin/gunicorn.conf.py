"""How bin/serve runs gunicorn; bin/serve adds the address."""

import gc
import sys

from search.lemmas import read_dictionaries

workers = 2
worker_class = "gthread"
threads = 4
# Loaded once, before the port opens: a site that cannot start says so once.
preload_app = True
limit_request_line = 8190
control_socket_disable = True
loglevel = "warning"


def when_ready(server):
    """Say where the site is: from here on connections are accepted."""
    host, port = server.address[0]
    site = f"http://{host}:{port}/"
    sys.stdout.write(f"The site is at {site} (back office: {site}admin/). Ctrl+C stops it.\n")
    sys.stdout.flush()


def post_fork(server, worker):
    """
    Leave what was loaded before out of the search for garbage, and search less often.

    A page makes thousands of small things, hardly any of which refer to each other in circles.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def on_starting(server):
    """Read the dictionaries of the search before the processes part, which then share them."""
    read_dictionaries()
