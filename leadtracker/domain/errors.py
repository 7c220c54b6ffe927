"""What goes wrong in words a person can act on."""


def N_(message: str) -> str:
    """Mark ``message`` for translation without translating it: the screen does that."""
    return message


class RuleViolation(Exception):
    """Something a person asked for that a rule does not allow.

    ``message`` is English with ``%(name)s`` places, marked with ``N_`` where it is written; the
    outer layers translate it and fill in ``params``. ``field`` names the form field it belongs to.
    """

    def __init__(self, message: str, *, field: str | None = None, **params):
        super().__init__(message)
        self.message = message
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class NotFound(RuleViolation):
    """The row does not exist, or not for this person: both answer 404."""
