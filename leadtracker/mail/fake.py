"""Mail for tests: letters are kept, and refused when told to."""

from leadtracker.mail.interface import Letter, MailError


class FakeMail:
    """``sent`` holds what was taken; ``refusing`` is why nothing is, if anything."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.is_on = True
        self.sent: list[Letter] = []
        self.refusing = ""

    def send(self, letter: Letter) -> None:
        if self.refusing:
            raise MailError(self.refusing)
        self.sent.append(letter)
