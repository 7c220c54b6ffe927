"""Benchmarks: ``make bench``, or ``make bench B=claims`` for one.

Each module here has ``measure(database)``, which yields a :class:`Figure` for each thing it found.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """One number, its unit, and the circumstances: ``Figure("p95", 12.3, "ms", {"people": 8})``."""

    name: str
    value: float
    unit: str
    under: dict[str, int | str] = field(default_factory=dict)


def seconds_of(action: Callable[[], object]) -> float:
    """How long ``action`` takes."""
    began = perf_counter()
    action()
    return perf_counter() - began


def spread(seconds: list[float], under: dict[str, int | str]) -> list[Figure]:
    """Median, 95th percentile and maximum of some durations, in milliseconds."""
    ordered = sorted(seconds)
    places = {"p50": 0.5, "p95": 0.95, "max": 1.0}
    last = len(ordered) - 1
    return [
        Figure(name, round(ordered[round(last * place)] * 1000, 2), "ms", under)
        for name, place in places.items()
    ]
