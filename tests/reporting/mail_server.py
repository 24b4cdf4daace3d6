"""A mail server (RFC 5321) of our own that accepts, refuses, hangs up or hangs."""

import socketserver
import threading
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail until `accepts` letters are in; from then on it behaves as `then` says."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, accepts, then):
        self.accepts, self.then = accepts, then
        self.accepted, self.visits = [], 0
        self.is_over = threading.Event()
        super().__init__(("127.0.0.1", 0), MailHandler)


class MailHandler(socketserver.StreamRequestHandler):
    """One conversation."""

    def handle(self):
        self.server.visits += 1
        has_had_enough = len(self.server.accepted) >= self.server.accepts
        if has_had_enough and self.server.then == "hangs":
            self.server.is_over.wait(10)
            return
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            answer = self.answer(line, has_had_enough)
            if answer is None:
                return
            self.say(answer)

    def answer(self, line, has_had_enough):
        word = line.split()[0].upper()
        if word == "RCPT" and has_had_enough and self.server.then == "421":
            return "421 too busy"
        if word == "DATA":
            if has_had_enough and self.server.then == "dies":
                return None
            self.say("354 go on")
            while self.rfile.readline().strip() != b".":
                pass
            return "250 ok"
        if word == "RCPT":
            self.server.accepted.append(line.partition("<")[2].partition(">")[0])
        return "221 bye" if word == "QUIT" else "250 ok"

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def running_mail_server(accepts=0, then="421"):
    """A server while it runs: `then` is "421", "dies" or "hangs"."""
    with MailServer(accepts, then) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.is_over.set()
        server.shutdown()


@contextmanager
def mail_server(settings, **behaviour):
    """A running server to which the site of the tests sends."""
    with running_mail_server(**behaviour) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 0.2
        yield server
