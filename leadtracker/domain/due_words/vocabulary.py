"""The words of the follow-up field in English and Spanish, without accents and in small letters.

Both languages are understood at any time, since a floor mixes them; where a word means one thing
here and another there, the reader's language decides.
"""

import re
from datetime import time

_WEEKDAYS = (
    "monday mon lunes lun",
    "tuesday tues tue martes",
    "wednesday weds wed miercoles mier mie",
    "thursday thurs thur thu jueves jue",
    "friday fri viernes vie",
    "saturday sat sabado sab",
    "sunday sun domingo dom",
)

#: Words that are a weekday in one language only: "mar 3" is 3 March in English.
_WEEKDAYS_IN = {"es": {"mar": 1}}


def weekdays_in(language: str) -> dict[str, int]:
    """Word → weekday, Monday being 0."""
    words = {word: day for day, names in enumerate(_WEEKDAYS) for word in names.split()}
    return words | _WEEKDAYS_IN.get(language[:2], {})


#: Days counted from today.
DAYS_AHEAD = {
    "today": 0,
    "this": 0,
    "hoy": 0,
    "esta": 0,
    "tomorrow": 1,
    "tomorow": 1,
    "tmrw": 1,
    "tmw": 1,
    "tom": 1,
    "manana": 1,
    "day after tomorrow": 2,
    "pasado manana": 2,
}

#: Parts of a day, and the hour a call in that part is set for.
PARTS_OF_DAY = {
    "morning": time(10),
    "manana": time(10),
    "noon": time(12),
    "midday": time(12),
    "mediodia": time(12),
    "lunchtime": time(12),
    "afternoon": time(15),
    "tarde": time(15),
    "evening": time(18),
    "noche": time(18),
}

#: Of these hours the later half of the day is meant ("a las 8 de la noche").
LATE_PARTS = frozenset({"afternoon", "evening", "tarde", "noche"})

NEXT_WEEK = r"(?:next week|prox(?:ima)? semana|semana (?:que viene|proxima))"
NEXT_MONTH = r"(?:next month|prox(?:imo)? mes|mes (?:que viene|proximo))"
COMING = r"(?:proximo |prox )"

_NUMBERS = {
    "a": 1.0,
    "an": 1.0,
    "half": 0.5,
    "half a": 0.5,
    "half an": 0.5,
    "media": 0.5,
    "a couple of": 2.0,
    "couple of": 2.0,
    "a few": 3.0,
}
_COUNTED = (
    ("one", "un", "una", "uno"),
    ("two", "dos"),
    ("three", "tres"),
    ("four", "cuatro"),
    ("five", "cinco"),
    ("six", "seis"),
    ("seven", "siete"),
    ("eight", "ocho"),
    ("nine", "nueve"),
    ("ten", "diez"),
)
NUMBERS = _NUMBERS | {
    word: float(number) for number, words in enumerate(_COUNTED, start=1) for word in words
}

MINUTES = r"m|min|mins|minutes?|minutos?"
HOURS = r"h|hs|hr|hrs|hours?|horas?"
DAYS = r"d|days?|dias?"
WEEKS = r"w|wk|wks|weeks?|semanas?"
MONTHS = r"months?|mes|meses"
FORTNIGHTS = r"fortnights?|quincenas?"

_TIDY = (
    (re.compile(r"[’`´]"), "'"),
    (re.compile(r"\b([ap])\.? ?m\b\.?"), r"\1m"),
    (re.compile(r"(?<=\d),(?=\d)"), "."),
    (re.compile(r"[,;!?]+"), " "),
    (re.compile(r"\.(?=\s|$)"), ""),
    (re.compile(r"\s+"), " "),
    (re.compile(r"^ ?(?:on |for |para )?(?:the |el |la )?"), ""),
)


def tidied(text: str) -> str:
    """One spelling of a text that is already folded: "p.m." as "pm", no commas, single
    spaces, no article in front."""
    for pattern, replacement in _TIDY:
        text = pattern.sub(replacement, text)
    return text.strip()
