"""Where a coordinator is: at the desk, or away from it for a reason that everybody knows."""

from datetime import timedelta
from enum import StrEnum


class Presence(StrEnum):
    """What a person says they are doing. Talking and wrapping up are read from their calls."""

    DESK = "desk"
    BREAK = "break"
    LUNCH = "lunch"
    TRAINING = "training"


#: The states in which nothing is offered and nothing is dialled.
RESTS = (Presence.BREAK, Presence.LUNCH, Presence.TRAINING)

#: A desk that has not been heard of for this long is closed; its heart beats every 10 s.
DESK_SILENCE = timedelta(seconds=60)

#: A rest nobody came back from ends after this long: they have gone home.
LONGEST_REST = timedelta(hours=12)


class DialMode(StrEnum):
    """``preview``: look first, then press D. ``power``: the outcome key dials the next lead."""

    PREVIEW = "preview"
    POWER = "power"


#: In power mode: seconds between one call's outcome and the next dial.
BREATHS = range(6)
