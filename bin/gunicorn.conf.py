"""How bin/serve runs gunicorn; bin/serve adds the address."""

import gc
import os
import shutil
import sys
import tempfile

# Where each process keeps its figures; the site's library of figures looks it up when it is loaded.
figures = None
if os.environ.get("METRICS_TOKEN") and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    figures = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(
        prefix="figures-of-the-site-"
    )

workers = 2
worker_class = "gthread"
threads = 4
# Loaded once, before the port opens: a site that cannot start says so once.
preload_app = True
limit_request_line = 8190
control_socket_disable = True
loglevel = "warning"

# What is loaded stays: looking through it for garbage takes a tenth of the start, and would later
# write into the memory that the processes share.
gc.disable()


def when_ready(server):
    """Say where the site is: from here on connections are accepted."""
    gc.freeze()
    host, port = server.address[0]
    site = f"http://{host}:{port}/"
    sys.stdout.write(f"The site is at {site} (back office: {site}admin/). Ctrl+C stops it.\n")
    sys.stdout.flush()


def post_fork(server, worker):
    """
    Search what the process that answers makes itself for garbage, but less often.

    A page makes thousands of small things, hardly any of which refer to each other in circles.
    """
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def on_exit(server):
    """The figures end with the processes that they are about."""
    if figures:
        shutil.rmtree(figures, ignore_errors=True)
