"""
Connections to servers of others, and to none of our own network.

Staff type the addresses, so one could point at this machine or its neighbours. What a name stands
for is therefore looked up here, and the very address that was judged is connected to: a name that
changes its mind in between gains nothing. Proxies of the environment are not used.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

TRANSLATED_IPV4 = ipaddress.ip_network("64:ff9b::/96")


class NotWeb(Exception):
    """An address that is not of the web, or that makes no sense."""


class Internal(Exception):
    """An address of a private, loopback or otherwise inner network."""


class _Connection(http.client.HTTPConnection):
    """Connects to public addresses only."""

    def connect(self):
        self.sock = _open_socket(self.host, self.port, self.timeout)


class _SecureConnection(http.client.HTTPSConnection):
    """The same with TLS: the certificate is checked against the name."""

    def connect(self):
        plain = _open_socket(self.host, self.port, self.timeout)
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


@contextmanager
def answer_of(method, address, agent, seconds):
    """
    The answer to one request, its body yet unread; redirects are the caller's business.

    Raises NotWeb, Internal, OSError (of network and TLS) or http.client.HTTPException. No
    silence may last longer than `seconds`, nor the whole exchange than three times that.
    """
    connection, target = _connection_to(address, seconds)
    clock = threading.Timer(3 * seconds, _hang_up, [connection])
    clock.daemon = True
    try:
        connection.connect()
        clock.start()
        connection.request(method, target, headers={"User-Agent": agent, "Accept": "*/*"})
        with connection.getresponse() as response:
            yield response
    except (OSError, http.client.HTTPException) as error:
        raise TimeoutError if clock.finished.is_set() else error from None
    finally:
        clock.cancel()
        connection.close()


def host_of(address):
    """The name of the host, in lower case and ASCII. Raises NotWeb."""
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise NotWeb(address)
        host = parts.hostname
        return host if host.isascii() else host.encode("idna").decode()
    except ValueError as error:
        raise NotWeb(address) from error


def is_public(number):
    """Whether an IP address is one of the open internet, also where it wraps another."""
    address = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if address in TRANSLATED_IPV4:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    judged = inner or address
    return judged.is_global and not judged.is_multicast


def _connection_to(address, seconds):
    host, parts = host_of(address), urlsplit(address)
    kind = _SecureConnection if parts.scheme == "https" else _Connection
    target = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
    return kind(host, parts.port or kind.default_port, timeout=seconds), target


def _open_socket(host, port, seconds):
    """Connected to the first of the host's addresses that answers, all of them being public."""
    numbers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    may_be_internal = settings.LINK_CHECK["internal_addresses"]
    if not may_be_internal and not all(is_public(where[0]) for *_kind, where in numbers):
        raise Internal(host)
    failure = OSError(f"no address of {host}")
    for family, kind, protocol, _name, where in numbers:
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(seconds)
        try:
            connection.connect(where)
            return connection
        except OSError as error:
            connection.close()
            failure = error
    raise failure


def _hang_up(connection):
    """Ends an exchange from outside, so that a server that trickles cannot hold us."""
    with suppress(OSError):
        if connection.sock:
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
