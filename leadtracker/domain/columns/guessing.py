"""Which column of a list is what: by its heading, by its cells, and by both together.

The heading proposes, the cells confirm or contradict. A list without a heading is read by its
cells alone, and then nothing is called certain.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from leadtracker.domain.columns.contents import Contents, look_at
from leadtracker.domain.columns.headings import heading_trust, is_bare_name, is_fax
from leadtracker.domain.columns.words import SHARED, Field
from leadtracker.domain.countries import country_code


class Certainty(StrEnum):
    """``certain`` needs no look, ``check`` does, ``left_out`` becomes nothing."""

    CERTAIN = "certain"
    CHECK = "check"
    LEFT_OUT = "left_out"


class Reason(StrEnum):
    """What a guess rests on, or why there is none."""

    HEADING_AND_CELLS = "heading_and_cells"
    HEADING = "heading"
    HEADING_ONLY_PARTLY = "heading_only_partly"
    NUMBERS_INCOMPLETE = "numbers_incomplete"
    CELLS = "cells"
    CELLS_DISAGREE = "cells_disagree"
    FAX = "fax"
    REPEATS = "repeats"
    BETTER_ELSEWHERE = "better_elsewhere"
    EMPTY = "empty"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Guess:
    """What column ``index`` (from 0) seems to be; ``share`` of its filled cells fit that."""

    index: int
    heading: str
    field: Field | None
    certainty: Certainty
    reason: Reason
    share: float = 0.0


@dataclass(frozen=True)
class _Column:
    index: int
    heading: str
    contents: Contents


@dataclass(frozen=True)
class _Claim:
    """A field that a column could be, and how well it fits (0 to 1)."""

    column: _Column
    field: Field
    fit: float
    reason: Reason
    share: float


#: From this fit on a claim counts; from the second one on it needs no look.
_PLAUSIBLE = 0.5
_CERTAIN = 0.85

#: A telephone column that repeats itself more than this is a head office's, not the lead's own.
_LEAST_DISTINCT = 0.3

_SAMPLE_ROWS = 300


def guess_columns(heading: list[str], rows: list[list[str]], region: str) -> list[Guess]:
    """What each column seems to be, in the order of the file.

    ``heading`` holds empty strings where the file has no heading line; ``rows`` is a sample;
    ``region`` is the ISO-2 country of numbers without a country code, unless a row names its own.
    """
    rows = rows[:_SAMPLE_ROWS]
    columns = _columns(heading, rows, [region] * len(rows))
    if country := _best(columns, Field.COUNTRY):
        own = [country_code(row[country.column.index]) or region for row in rows]
        columns = _columns(heading, rows, own)
    chosen = _choose(columns)
    return [_guess(column, chosen) for column in columns]


def _columns(heading: list[str], rows: list[list[str]], regions: list[str]) -> list[_Column]:
    return [
        _Column(index, name, look_at([row[index] for row in rows], regions))
        for index, name in enumerate(heading)
    ]


def _choose(columns: list[_Column]) -> dict[int, _Claim]:
    """The claims that win, by column: the best for each field, all good ones where it is shared."""
    chosen: dict[int, _Claim] = {}
    for claim in sorted(_claims(columns), key=lambda claim: -claim.fit):
        taken = {held.field for held in chosen.values()}
        if claim.column.index in chosen:
            continue
        if claim.field not in taken or _may_join(claim):
            chosen[claim.column.index] = claim
    return _with_fallbacks(chosen, columns)


def _may_join(claim: _Claim) -> bool:
    """Whether a further column may share the field: only by a plain heading of its own."""
    return claim.field in SHARED and claim.reason is not Reason.CELLS and claim.fit >= 0.7


def _with_fallbacks(chosen: dict[int, _Claim], columns: list[_Column]) -> dict[int, _Claim]:
    """Fill the gaps that a bare "name" or a missing heading leaves: company, person, address."""
    free = [column for column in columns if column.index not in chosen]
    fields = {claim.field for claim in chosen.values()}
    for column in filter(lambda column: is_bare_name(column.heading), free):
        if (field := _whose_name(fields)) not in fields:
            chosen[column.index] = _Claim(column, field, _CERTAIN, Reason.HEADING, 1.0)
            fields.add(field)
    if Field.COMPANY not in fields and (column := _first_names(columns, chosen)):
        chosen[column.index] = _by_cells(column, Field.COMPANY, column.contents.names)
    if not any(column.heading for column in columns):
        chosen.update(_lines_of_address(columns, chosen))
    return chosen


def _whose_name(fields: set[Field]) -> Field:
    if Field.LAST_NAME in fields:
        return Field.FIRST_NAME
    return Field.CONTACT if Field.COMPANY in fields else Field.COMPANY


def _first_names(columns: list[_Column], chosen: dict[int, _Claim]) -> _Column | None:
    """The first column of different names of some length."""
    return next(
        (
            column
            for column in columns
            if column.index not in chosen
            and column.contents.filled
            and column.contents.names >= 0.8
            and column.contents.distinct >= 0.5
            and column.contents.length >= 6
            and max(column.contents.emails, column.contents.websites) < 0.2
        ),
        None,
    )


def _lines_of_address(columns: list[_Column], chosen: dict[int, _Claim]) -> dict[int, _Claim]:
    """Without a heading: the texts that stand between the company and the postal code."""
    places = {claim.field: index for index, claim in chosen.items()}
    if not {Field.COMPANY, Field.POSTAL_CODE} <= places.keys():
        return {}
    return {
        column.index: _by_cells(column, Field.ADDRESS, column.contents.texts)
        for column in columns[places[Field.COMPANY] + 1 : places[Field.POSTAL_CODE]]
        if column.index not in chosen
        and column.contents.texts >= 0.8
        and column.contents.length >= 5
    }


def _by_cells(column: _Column, field: Field, share: float) -> _Claim:
    return _Claim(column, field, _PLAUSIBLE, Reason.CELLS, share)


def _claims(columns: Iterable[_Column]) -> list[_Claim]:
    every = (_claim(column, field) for column in columns for field in Field)
    return [claim for claim in every if claim and claim.fit >= _PLAUSIBLE]


def _best(columns: list[_Column], field: Field) -> _Claim | None:
    claims = [claim for claim in _claims(columns) if claim.field is field]
    return max(claims, key=lambda claim: claim.fit, default=None)


def _claim(column: _Column, field: Field) -> _Claim | None:
    if field is Field.PHONE and is_fax(column.heading):
        return None
    trust, share = heading_trust(column.heading, field), _share(column.contents, field)
    if not trust:
        return _claim_of_cells(column, field)
    if share is None or not column.contents.filled:
        return _Claim(column, field, 0.95 * trust, Reason.HEADING, share or 0.0)
    if share < _LEAST_SHARE[field]:
        return None
    fit = trust * (0.8 + 0.2 * share)
    if field is Field.PHONE and column.contents.callable < 0.5:
        return _Claim(column, field, fit, Reason.NUMBERS_INCOMPLETE, column.contents.callable)
    reason = Reason.HEADING_AND_CELLS if share >= 0.5 else Reason.HEADING_ONLY_PARTLY
    return _Claim(column, field, fit, reason, share)


_WORDS = frozenset(
    {Field.COMPANY, Field.CONTACT, Field.ADDRESS, Field.CITY, Field.REGION, Field.LANGUAGE}
)

_CONVINCING = frozenset({Reason.HEADING_AND_CELLS, Reason.HEADING})

#: Below this share of fitting cells they contradict a heading: "tel" with yes and no is no number.
_LEAST_SHARE = {
    Field.PHONE: 0.1,
    Field.AREA_CODE: 0.5,
    Field.EMAIL: 0.2,
    Field.WEBSITE: 0.2,
    Field.COUNTRY: 0.3,
    Field.COMPANY: 0.5,
    Field.CITY: 0.5,
    Field.ADDRESS: 0.3,
    Field.CONTACT: 0.5,
    Field.LANGUAGE: 0.5,
    Field.REGION: 0.2,
}


def _share(contents: Contents, field: Field) -> float | None:
    """The share of cells that look like ``field``, or None where looks tell nothing."""
    if field in _WORDS:
        return 0.9 * contents.texts  # words prove less than shapes do
    looks = {
        Field.PHONE: contents.numbers,
        Field.AREA_CODE: contents.short_numbers,
        Field.EMAIL: contents.emails,
        Field.WEBSITE: contents.websites,
        Field.COUNTRY: contents.countries,
    }
    return looks.get(field)


def _claim_of_cells(column: _Column, field: Field) -> _Claim | None:
    """What cells prove without a word from the heading."""
    contents = column.contents
    proofs = {
        Field.PHONE: contents.callable if contents.distinct >= _LEAST_DISTINCT else 0.0,
        Field.EMAIL: contents.emails,
        Field.WEBSITE: contents.websites,
        Field.COUNTRY: contents.countries if contents.length > 3 else 0.0,
        Field.POSTAL_CODE: contents.postal_codes,
    }
    proof = proofs.get(field, 0.0)
    return _Claim(column, field, 0.7 * proof, Reason.CELLS, proof) if proof >= 0.7 else None


def _guess(column: _Column, chosen: dict[int, _Claim]) -> Guess:
    claim = chosen.get(column.index)
    if claim is None:
        return Guess(
            column.index, column.heading, None, Certainty.LEFT_OUT, _why_not(column, chosen)
        )
    sure = claim.fit >= _CERTAIN and claim.reason in _CONVINCING
    certainty = Certainty.CERTAIN if sure else Certainty.CHECK
    return Guess(column.index, column.heading, claim.field, certainty, claim.reason, claim.share)


def _why_not(column: _Column, chosen: dict[int, _Claim]) -> Reason:
    if is_fax(column.heading):
        return Reason.FAX
    if not column.contents.filled:
        return Reason.EMPTY
    if column.contents.numbers >= 0.5 and column.contents.distinct < _LEAST_DISTINCT:
        return Reason.REPEATS
    claims = [_claim(column, field) for field in Field]
    if any(claim and claim.fit >= _PLAUSIBLE for claim in claims):
        return Reason.BETTER_ELSEWHERE
    if any(heading_trust(column.heading, field) >= _PLAUSIBLE for field in Field):
        return Reason.CELLS_DISAGREE
    return Reason.UNKNOWN
