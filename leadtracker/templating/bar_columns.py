"""Where the columns of a small chart lie: numbers in, SVG coordinates out.

``components/charts.html`` draws them, as it does the marks of ``charts.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_LEFT, _TOP, _BOTTOM = 4, 16, 22
_WIDTH, _HEIGHT = 880, 120

#: How much of its place a column takes.
_SHARE = 0.56
#: A day of few hours has no broader columns than a day of so many.
_LEAST_PLACES = 8


@dataclass(frozen=True)
class Column:
    """One column and the part of it that is marked, from their tops down to ``base``."""

    x: float
    width: float
    middle: float
    top: float
    inner_top: float
    base: float
    label_y: float


def columns(rows: Sequence[tuple[str, int, int]]) -> list[Column]:
    """A column for each name, number and the part of the number that is marked."""
    place = (_WIDTH - 2 * _LEFT) / max(len(rows), _LEAST_PLACES)
    width = place * _SHARE
    peak = max((whole for _name, whole, _part in rows), default=0) or 1

    def y(value: float) -> float:
        return round(_TOP + (1 - value / peak) * (_HEIGHT - _TOP - _BOTTOM), 1)

    made = []
    for index, (_name, whole, part) in enumerate(rows):
        x = round(_LEFT + index * place + (place - width) / 2, 1)
        middle = round(x + width / 2, 1)
        made.append(Column(x, round(width, 1), middle, y(whole), y(part), y(0), y(whole) - 5))
    return made


def day_height(value: int, peak: int, height: int = 72) -> float:
    """How high the bar of one day is, of ``height``, when the best day has ``peak``."""
    return round(value / (peak or 1) * height, 1)
