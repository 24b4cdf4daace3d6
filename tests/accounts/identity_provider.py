"""A small OpenID Connect provider on this machine: as much of the standard as a sign-in needs."""

import base64
import hashlib
import json
import secrets
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

SECRET = "secret-of-the-client-that-is-long-enough"


class Provider(ThreadingHTTPServer):
    """Signs in whoever `person` says, without asking; remembers what it has handed out."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.person = {}
        self.codes, self.tokens = {}, {}

    @property
    def address(self):
        """Its issuer, and where its description begins."""
        return f"http://127.0.0.1:{self.server_port}"

    def description(self):
        """What a client reads first."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked):
        """Where the browser goes next, with a code."""
        if self.person is None:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe()
            self.codes[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, given):
        """Tokens for a code: once, to the client that asked, with the proof that it did (PKCE)."""
        asked = self.codes.pop(given["code"])
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert (proof, given["client_secret"]) == (asked["code_challenge"], SECRET)
        assert given["redirect_uri"] == asked["redirect_uri"]
        token = secrets.token_urlsafe()
        self.tokens[token] = self.person
        now = int(time.time())
        claims = {"iss": self.address, "aud": asked["client_id"], "iat": now, "exp": now + 60}
        id_token = jwt.encode(claims | self.person, SECRET, algorithm="HS256")
        return {"access_token": token, "token_type": "Bearer", "id_token": id_token}


class Answers(BaseHTTPRequestHandler):
    """The addresses of the provider."""

    def do_GET(self):
        """Description, authorization and the claims on a person."""
        path, query = urlsplit(self.path).path, urlsplit(self.path).query
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.authorize(flat(query)))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path == "/userinfo":
            token = self.headers["Authorization"].removeprefix("Bearer ")
            self.say(self.server.tokens[token])
        else:
            self.say(self.server.description())

    def do_POST(self):
        """A code against tokens."""
        length = int(self.headers["Content-Length"])
        self.say(self.server.token(flat(self.rfile.read(length).decode())))

    def say(self, answer):
        """Send an answer as JSON."""
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Silent."""


def flat(query):
    """The fields of a query, each once."""
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def running():
    """The provider while it runs."""
    provider = Provider()
    thread = Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
