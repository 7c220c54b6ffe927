"""Imports: a file comes in, is looked at, and becomes leads without blocking anybody's day.

``receiving`` takes the file and what people say about it, ``running`` claims it and goes through
it, ``matching`` decides for each row what it is, and ``writing`` writes a chunk in one short
transaction.
"""

from leadtracker.services.imports.receiving import (
    discard_import,
    forget_unstarted,
    read_differently,
    receive_file,
    start_import,
    try_again,
)
from leadtracker.services.imports.running import run_import, run_next_import

__all__ = [
    "discard_import",
    "forget_unstarted",
    "read_differently",
    "receive_file",
    "run_import",
    "run_next_import",
    "start_import",
    "try_again",
]
