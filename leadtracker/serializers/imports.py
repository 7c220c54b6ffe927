"""Imports in words: what a file seems to be, what it will become, what became of it."""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from leadtracker.domain.columns import Certainty, Field, Guess, Reason, guess_columns
from leadtracker.domain.lead_rows import LeadDraft, LeadReader
from leadtracker.domain.phones import PhoneProblem
from leadtracker.domain.tables import Row, RowFault, detect_layout, read_rows
from leadtracker.models import ImportRow, LeadImport
from leadtracker.models.lead_import import RowProblem
from leadtracker.queries import imports as find
from leadtracker.templating.wording import number, percent, phone

#: Rows looked at before an import, and how many of each problem are shown.
SAMPLE_ROWS = 1000
EXAMPLES = 3

_REASONS = {
    Reason.CELLS: _l("Guessed from what stands in it"),
    Reason.FAX: _l("A fax, which nobody dials"),
    Reason.REPEATS: _l("The same few again and again"),
    Reason.BETTER_ELSEWHERE: _l("Another column fits better"),
    Reason.EMPTY: _l("Nothing stands in it"),
    Reason.CELLS_DISAGREE: _l("What stands in it is something else"),
}

PROBLEM_NAMES = {
    RowProblem.DUPLICATE_IN_FILE: _l("Twice in the file"),
    RowProblem.DUPLICATE_KNOWN: _l("Known already, nothing new"),
    RowProblem.INVALID_PHONE: _l("In, but the number cannot be dialled"),
    RowProblem.NOTHING_USABLE: _l("Left out: no company and no number"),
    RowProblem.BROKEN_ROW: _l("Left out: the row is broken"),
}

_PHONE_PROBLEMS = {
    PhoneProblem.NOT_A_NUMBER: _l("not a number"),
    PhoneProblem.NO_COUNTRY: _l("no country"),
    PhoneProblem.NO_AREA_CODE: _l("no area code"),
    PhoneProblem.TOO_SHORT: _l("too short"),
    PhoneProblem.TOO_LONG: _l("too long"),
    PhoneProblem.NO_SUCH_NUMBER: _l("no such number there"),
    PhoneProblem.DIGITS_LOST: _l("digits lost by a spreadsheet"),
}

_FAULTS = {
    RowFault.BROKEN_QUOTE: _l("a quotation mark is not closed"),
    RowFault.TOO_MANY_CELLS: _l("more cells than columns"),
}


@dataclass(frozen=True)
class ColumnWords:
    """A column on the check page."""

    name: str
    samples: list[str]
    field: Field | None
    certainty: Certainty
    note: str


@dataclass
class Problem:
    """One kind of trouble in the rows looked at: how many, and the first of them."""

    name: str
    count: int = 0
    examples: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, text: str) -> None:
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append((line, text))


@dataclass
class Preview:
    """What the first rows will become: how many come in, what is wrong, and the first lead."""

    looked_at: int = 0
    ready: int = 0
    warned: int = 0
    out: int = 0
    problems: dict[str, Problem] = field(default_factory=dict)
    first: LeadDraft | None = None


def columns_of(lead_import: LeadImport) -> list[ColumnWords]:
    """The columns of the file, each with what it seems to be and why."""
    heading = lead_import.columns["heading"]
    rows = [row.cells for row in _first_rows(lead_import) if not row.fault]
    guesses = guess_columns(heading, rows, lead_import.country)
    return [_column(guess, [row[guess.index] for row in rows[:2]]) for guess in guesses]


def _column(guess: Guess, samples: list[str]) -> ColumnWords:
    name = guess.heading or _("Column %(number)s", number=guess.index + 1)
    return ColumnWords(name, samples, guess.field, guess.certainty, _note(guess))


def _note(guess: Guess) -> str:
    if guess.reason is Reason.NUMBERS_INCOMPLETE:
        return _(
            "%(share)s can be dialled as they stand. Another country, or an area code?",
            share=percent(guess.share),
        )
    if guess.reason is Reason.HEADING_ONLY_PARTLY:
        return _("%(share)s of the cells look like it", share=percent(guess.share))
    return str(_REASONS.get(guess.reason, ""))


def _first_rows(lead_import: LeadImport) -> list[Row]:
    content = find.content_of(lead_import.id) or b""
    stream = io.BytesIO(content)
    layout = detect_layout(
        stream,
        encoding=lead_import.encoding,
        delimiter=lead_import.delimiter,
        has_header=lead_import.has_header,
    )
    return list(islice(read_rows(stream, layout), SAMPLE_ROWS))


def preview_of(
    lead_import: LeadImport, fields: Sequence[Field | None], *, area_code: str = ""
) -> Preview:
    """What the first rows become when the columns are ``fields``."""
    reader = LeadReader(fields, country=lead_import.country, area_code=area_code)
    preview, seen = Preview(), Counter()
    for row in _first_rows(lead_import):
        draft = None if row.fault else reader.read(row.cells)
        preview.looked_at += 1
        preview.first = preview.first or draft
        _look_at(preview, row, draft, seen)
    return preview


def _look_at(preview: Preview, row: Row, draft: LeadDraft | None, seen: Counter) -> None:
    if draft is None:
        _note_problem(preview, RowProblem.BROKEN_ROW, row, str(_FAULTS[row.fault]))
        preview.out += 1
        return
    if not draft.numbers and not draft.values["company"]:
        _note_problem(preview, RowProblem.NOTHING_USABLE, row, " · ".join(filter(None, row.cells)))
        preview.out += 1
        return
    if any(seen[number] for number in draft.numbers):
        _note_problem(preview, RowProblem.DUPLICATE_IN_FILE, row, phone(draft.numbers[0]))
        preview.out += 1
        return
    seen.update(draft.numbers)
    if draft.phone_problem:
        told = f"{draft.phones[0].original}: {_PHONE_PROBLEMS[draft.phone_problem]}"
        _note_problem(preview, RowProblem.INVALID_PHONE, row, told)
        preview.warned += 1
        return
    preview.ready += 1


def _note_problem(preview: Preview, problem: RowProblem, row: Row, text: str) -> None:
    kept = preview.problems.setdefault(problem, Problem(str(PROBLEM_NAMES[problem])))
    kept.add(row.line, text[:80])


# --- while it runs, and afterwards ---------------------------------------------------------------


@dataclass(frozen=True)
class Bucket:
    """A part of the rows: its name, how many, and the tone of its mark."""

    name: str
    count: int
    tone: str


def buckets_of(lead_import: LeadImport) -> list[Bucket]:
    """The four parts that add up to the rows done."""
    return [
        Bucket(_("new leads"), lead_import.created_count, "data"),
        Bucket(_("added to leads you had"), lead_import.updated_count, "soft"),
        Bucket(_("known already or twice"), lead_import.duplicate_count, "warn"),
        Bucket(_("left out"), lead_import.refused_count, "bad"),
    ]


def sum_words(lead_import: LeadImport) -> str:
    """The buckets as a sum: "9,886 + 1,028 + 363 + 32 = 11,309"."""
    parts = [bucket.count for bucket in buckets_of(lead_import)]
    return f"{' + '.join(map(number, parts))} = {number(sum(parts))}"


def verdict_of(lead_import: LeadImport) -> str:
    """The sentence a finished import opens with."""
    came = lead_import.created_count + lead_import.updated_count
    stayed = lead_import.rows_done - came
    leads = ngettext("%(count)s lead is in", "%(count)s leads are in", came, count=number(came))
    if not stayed:
        return leads
    rows = ngettext(
        "%(count)s row brought nothing new",
        "%(count)s rows brought nothing new",
        stayed,
        count=number(stayed),
    )
    return f"{leads}, {rows}"


def reason_of(row: ImportRow) -> str:
    """Why a row is listed, in a few words."""
    name = str(PROBLEM_NAMES[row.problem])
    if row.problem is RowProblem.DUPLICATE_IN_FILE:
        return _("Same number as line %(line)s", line=row.detail)
    if row.problem is RowProblem.BROKEN_ROW:
        return f"{name} ({_FAULTS[RowFault(row.detail)]})"
    if row.detail:
        return f"{name} ({_PHONE_PROBLEMS.get(row.detail, row.detail)})"
    return name
