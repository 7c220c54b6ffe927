"""No test talks to the world: sockets reach this machine and nothing else."""

import sys

LOOPBACK = ("127.", "localhost", "::1")


class WorldIsClosedError(RuntimeError):
    """A test tried to reach another machine."""


def guard() -> None:
    """Refuse connections off this machine from now on, in this process; there is no way back."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple):
            _require_loopback(str(address[0]))
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        _require_loopback(host.decode() if isinstance(host, bytes) else str(host or "127.0.0.1"))


def _require_loopback(host: str) -> None:
    if not host.startswith(LOOPBACK):
        raise WorldIsClosedError(f"a test may not reach {host}")
