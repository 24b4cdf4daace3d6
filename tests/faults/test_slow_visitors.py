"""Two hundred visitors who take, or send, a byte at a time."""

import socket
import ssl
import statistics
import time
from contextlib import ExitStack, contextmanager, suppress
from threading import Event, Thread

from tests import factories
from tests.faults.crowds import PATIENCE, visit, wait_until

NUMBER = 200
# Another address than that of the others: nginx counts by address.
SLOW = "127.0.0.2"
PAGE = "/en/cities/"
# How much longer the others may wait, beside what such small numbers vary anyway.
RATIO, SECONDS = 5, 2


def slow_connection(port, sent):
    """A connection that has sent something, with hardly any room for what comes back."""
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    plain.settimeout(PATIENCE)
    plain.bind((SLOW, 0))
    plain.connect(("127.0.0.1", port))
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    secure = context.wrap_socket(plain, server_hostname="localhost")
    secure.sendall(sent)
    return secure


def reader(number):
    """Asks for a page that nobody has asked for before."""
    return f"GET {PAGE}?q={number} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def writer(number):
    """Begins to send a form."""
    head = "POST /en/sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n"
    return f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin={number}".encode()


@contextmanager
def slow_visitors(port, request, go_on):
    """So many of them, each of whom has been heard and goes on by a byte now and then."""
    connections, has_begun, is_over = [], Event(), Event()

    def trickle():
        while not is_over.wait(0.5):
            is_everybody = len(connections) == NUMBER
            for each in connections:
                # nginx ends what has been idle for too long.
                with suppress(OSError):
                    go_on(each)
            if is_everybody:
                has_begun.set()

    thread = Thread(target=trickle)
    with ExitStack() as stack:
        thread.start()
        try:
            for number in range(NUMBER):
                connections.append(stack.enter_context(slow_connection(port, request(number))))
            wait_until(has_begun.is_set, "the slow ones are not heard")
            yield
        finally:
            is_over.set()
            thread.join()


def seconds_of(ask, pages):
    """How long each page takes; all are well."""
    seconds = []
    for page in pages:
        answer = visit(ask, page)
        assert answer.status == 200
        seconds.append(time.monotonic() - answer.began)
    return statistics.median(seconds)


def test_others_are_answered_as_ever_beside_slow_readers_and_slow_writers(
    transactional_db, serve, nginx_in_front_of, tell
):
    factories.make_city(name_en="Pori")
    with serve() as server, nginx_in_front_of(server) as nginx:

        def by_proxy(method, page):
            return nginx.ask(page, method)

        def anew(who):
            return [f"/en/cities/?q={who}-{number}" for number in range(15)]

        usual = seconds_of(by_proxy, anew("usual"))
        with slow_visitors(nginx.ports[1], reader, lambda each: each.recv(1)):
            beside_readers = seconds_of(by_proxy, anew("readers"))
        with slow_visitors(nginx.ports[1], writer, lambda each: each.send(b"a")):
            beside_writers = seconds_of(by_proxy, anew("writers"))

    for slower in (beside_readers, beside_writers):
        assert slower < RATIO * usual + SECONDS
    tell(
        f"A page in {usual * 1000:.0f} ms; beside {NUMBER} slow readers in "
        f"{beside_readers * 1000:.0f} ms, beside {NUMBER} slow writers in "
        f"{beside_writers * 1000:.0f} ms."
    )
