"""Free ports on loopback."""

import socket


def find_free_port() -> int:
    """A port nobody listens on now; the system does not give it out again for a while."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
