"""What each row of a chunk is: a new lead, more about a known one, a repetition, or nothing.

A number decides. A row whose number is held by a lead of before tells more about that lead; one
whose number stood in the file already is a duplicate of that row. Without a number, name and place
decide against leads of before, so that importing a file again makes nothing twice, and a corrected
number finds the lead that was made without one.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from leadtracker.domain.lead_rows import LeadDraft
from leadtracker.domain.plain_text import folded
from leadtracker.domain.tables import Row
from leadtracker.models.lead_import import RowProblem
from leadtracker.queries import imports as find


@dataclass(slots=True)
class ReadRow:
    """A row of the file and the lead it tells of; None where it cannot be read."""

    row: Row
    draft: LeadDraft | None


@dataclass(slots=True)
class Problem:
    """A row to show with its reason; ``detail`` is a code or a line number, worded on screen."""

    row: Row
    problem: RowProblem
    detail: str = ""
    #: The new lead the row became, or the id of the known one it belongs to.
    draft: LeadDraft | None = None
    lead_id: int | None = None


@dataclass(slots=True)
class More:
    """A row that speaks of a lead of before."""

    row: Row
    draft: LeadDraft
    lead_id: int


@dataclass(slots=True)
class Sorted:
    """A chunk, sorted out, each part in the file's order.

    ``held`` are those of its numbers that a lead had before.
    """

    new: list[LeadDraft] = field(default_factory=list)
    more: list[More] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    held: set[str] = field(default_factory=set)


class SeenNumbers:
    """The numbers of the file so far, each with the line it first stood in.

    Kept as integers: a million of them take 80 MB, as texts they would take three times that. The
    numbers of a chunk are kept once it is written.
    """

    def __init__(self):
        self._kept: dict[int, int] = {}
        self._fresh: dict[int, int] = {}

    def line_of(self, numbers: Iterable[str]) -> int | None:
        """The line in which one of ``numbers`` stood before."""
        for number in map(int, numbers):
            if line := self._kept.get(number) or self._fresh.get(number):
                return line
        return None

    def add(self, numbers: Iterable[str], line: int) -> None:
        for number in numbers:
            self._fresh[int(number)] = line

    def keep(self) -> None:
        """The chunk is written."""
        self._kept |= self._fresh
        self._fresh.clear()

    def forget(self) -> None:
        """The chunk is read again."""
        self._fresh.clear()

    def replay(self, read: ReadRow) -> None:
        """Remember a row that was imported before this process began."""
        if read.draft and self.line_of(read.draft.numbers) is None:
            self._kept.update(dict.fromkeys(map(int, read.draft.numbers), read.row.line))


def sort_out(rows: list[ReadRow], *, import_id: int, seen: SeenNumbers, alone: bool) -> Sorted:
    """Decide what each row is; ``alone`` says that there are no leads but this import's own."""
    known = _Known.of(rows, import_id) if not alone else _Known()
    result = Sorted(held=set(known.by_number))
    for read in rows:
        if read.draft is None:
            _refuse(read.row, RowProblem.BROKEN_ROW, str(read.row.fault), result)
        else:
            _count_phones(read.draft, result)
            _sort_one(read.row, read.draft, known, seen, result)
    return result


def _refuse(row: Row, problem: RowProblem, detail: str, result: Sorted) -> None:
    result.counts["refused_count"] += 1
    result.problems.append(Problem(row, problem, detail))


def _count_phones(draft: LeadDraft, result: Sorted) -> None:
    if not draft.phones:
        result.counts["without_phone_count"] += 1
    elif draft.phone_problem:
        result.counts["invalid_phone_count"] += 1


def _sort_one(
    row: Row, draft: LeadDraft, known: "_Known", seen: SeenNumbers, result: Sorted
) -> None:
    if not draft.numbers and not draft.values["company"]:
        _refuse(row, RowProblem.NOTHING_USABLE, str(draft.phone_problem or ""), result)
        return
    if first_line := seen.line_of(draft.numbers):
        result.counts["duplicate_count"] += 1
        result.problems.append(Problem(row, RowProblem.DUPLICATE_IN_FILE, str(first_line)))
        return
    seen.add(draft.numbers, row.line)
    lead_id = known.lead_of(draft)
    if lead_id is not None:
        result.more.append(More(row, draft, lead_id))
    else:
        result.counts["created_count"] += 1
        result.new.append(draft)
    if draft.phone_problem:
        result.problems.append(
            Problem(row, RowProblem.INVALID_PHONE, str(draft.phone_problem), draft, lead_id)
        )


@dataclass
class _Known:
    """The leads of before that a chunk's rows may speak of."""

    by_number: dict[str, int] = field(default_factory=dict)
    by_identity: dict[tuple[str, ...], int] = field(default_factory=dict)
    without_number: dict[tuple[str, ...], int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: list[ReadRow], import_id: int) -> "_Known":
        """Three look-ups for a whole chunk."""
        drafts = [read.draft for read in rows if read.draft]
        by_number = find.leads_by_number({number for draft in drafts for number in draft.numbers})
        names = {
            draft.values["company"]
            for draft in drafts
            if draft.values["company"] and by_number.keys().isdisjoint(draft.numbers)
        }
        known = cls(by_number=by_number)
        for lead in find.leads_called(names, except_import=import_id):
            identity = tuple(
                folded(text) for text in (lead.company, lead.address, lead.postal_code, lead.city)
            )
            known.by_identity.setdefault(identity, lead.id)
            if not lead.dialable:
                known.without_number.setdefault(identity, lead.id)
        return known

    def lead_of(self, draft: LeadDraft) -> int | None:
        for number in draft.numbers:
            if number in self.by_number:
                return self.by_number[number]
        if not draft.values["company"] or not (self.by_identity or self.without_number):
            return None
        return (self.without_number if draft.numbers else self.by_identity).get(draft.identity)
