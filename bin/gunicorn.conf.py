"""How bin/serve runs gunicorn; bin/serve adds the address."""

import gc
import sys

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
    """What the process that answers makes itself is looked through again."""
    gc.enable()
