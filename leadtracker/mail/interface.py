"""What the product asks of a mail server, in our own words."""

from dataclasses import dataclass
from typing import Protocol


class MailError(Exception):
    """The letter was not taken; it may be later. The text is for the log and names no recipient."""


@dataclass(frozen=True)
class Letter:
    """One letter in plain text.

    ``key`` is the same whenever the same letter is sent again, so that a mailbox that was given it
    twice can tell.
    """

    to: str
    subject: str
    text: str
    key: str


class Mail(Protocol):
    """A way for letters to leave the building."""

    @property
    def is_on(self) -> bool:
        """Whether there is a server to give letters to."""

    def send(self, letter: Letter) -> None:
        """Give ``letter`` to the server; raises ``MailError`` when it is not taken."""
