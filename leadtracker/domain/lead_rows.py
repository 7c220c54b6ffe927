"""From the cells of a row to what is known of a lead.

Nothing is thrown away silently: a telephone text that is no number keeps its words and the reason.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leadtracker.domain.area_codes import area_code_of
from leadtracker.domain.columns import Field, is_missing
from leadtracker.domain.countries import country_code
from leadtracker.domain.emails import parse_email
from leadtracker.domain.languages import language_code
from leadtracker.domain.phones import ParsedPhone, PhoneProblem, parse_phones, region_of
from leadtracker.domain.plain_text import folded, legible
from leadtracker.domain.zones import candidate_zones, display_zone, region_code, zones_for_address

#: How much of each text is kept; the columns of the table are as wide.
LENGTHS = {
    "company": 200,
    "contact_name": 120,
    "contact_role": 120,
    "email": 254,
    "website": 300,
    "address": 300,
    "city": 120,
    "region": 120,
    "postal_code": 20,
    "notes": 10_000,
}

#: The columns of a lead that a row can fill.
COLUMNS = (*LENGTHS, "country", "language", "time_zone")

#: Digits of a postal code in countries where a spreadsheet takes leading zeros off.
_POSTAL_DIGITS = {"US": 5, "PR": 5, "DE": 5, "FR": 5, "ES": 5, "IT": 5, "MX": 5, "AU": 4}

_PLAIN = {
    Field.COMPANY: "company",
    Field.CONTACT_ROLE: "contact_role",
    Field.WEBSITE: "website",
    Field.CITY: "city",
    Field.REGION: "region",
}
_BETWEEN_ADDRESSES = re.compile(r"[\s,;|<>]+")


@dataclass(slots=True)
class LeadDraft:
    """A lead as one row tells it. ``values`` are columns of the lead, empty where nothing is said.

    ``phones`` holds each number of the row once, in its order; those with a ``problem`` are texts.
    ``numbers`` are those that can be dialled, in E.164.
    """

    values: dict[str, str]
    phones: list[ParsedPhone]
    numbers: list[str] = field(init=False)

    def __post_init__(self):
        self.numbers = [phone.e164 for phone in self.phones if phone.e164]

    @property
    def phone_problem(self) -> PhoneProblem | None:
        """Why a row with something in its telephone cell has no number."""
        if not self.phones or self.numbers:
            return None
        return self.phones[0].problem

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells a lead without a number from another: name and place."""
        names = ("company", "address", "postal_code", "city")
        return tuple(folded(self.values[name]) for name in names)


class LeadReader:
    """Reads rows of one file, whose column ``n`` (from 0) is ``fields[n]`` or nothing.

    Numbers without a country code are read in the country of their row, else in ``country``;
    ``area_code`` goes in front of local ones whose row has none of its own.
    """

    def __init__(self, fields: Sequence[Field | None], *, country: str, area_code: str = ""):
        self._places = {
            wanted: [place for place, found in enumerate(fields) if found is wanted]
            for wanted in Field
        }
        self._plain = [
            (places[0], name) for wanted, name in _PLAIN.items() if (places := self._places[wanted])
        ]
        self._country = country
        self._area_code = area_code
        self._areas: dict[str, str] = {}
        self._regions: dict[str, bool] = {}

    def read(self, cells: Sequence[str]) -> LeadDraft:
        """What the row tells."""
        country = country_code(self._cell(cells, Field.COUNTRY)) or ""
        values = dict.fromkeys(COLUMNS, "")
        for place, name in self._plain:
            values[name] = "" if is_missing(cells[place]) else _tidy(cells[place])
        values["contact_name"] = self._contact(cells)
        values["email"] = _first_email(self._cell(cells, Field.EMAIL))
        values["address"] = _tidy(", ".join(self._all(cells, Field.ADDRESS)))
        values["notes"] = "\n".join(map(_tidy, self._all(cells, Field.NOTES)))
        values["language"] = language_code(self._cell(cells, Field.LANGUAGE))
        postal_code = self._cell(cells, Field.POSTAL_CODE)
        values["postal_code"] = _postal_code(postal_code, country or self._country)
        for name, length in LENGTHS.items():
            if len(values[name]) > length:
                values[name] = values[name][:length]
        draft = LeadDraft(values, self._phones(cells, values, country or self._country))
        values["country"] = country or self._country_by_number(draft)
        values["time_zone"] = zone_of(values, next(iter(draft.numbers), None))
        return draft

    def _all(self, cells: Sequence[str], wanted: Field) -> list[str]:
        return [cell for place in self._places[wanted] if not is_missing(cell := cells[place])]

    def _cell(self, cells: Sequence[str], wanted: Field) -> str:
        for place in self._places[wanted]:
            if not is_missing(cells[place]):
                return cells[place]
        return ""

    def _contact(self, cells: Sequence[str]) -> str:
        if whole := self._cell(cells, Field.CONTACT):
            return _tidy(whole)
        first, last = self._cell(cells, Field.FIRST_NAME), self._cell(cells, Field.LAST_NAME)
        return _tidy(f"{first} {last}") if first or last else ""

    def _phones(self, cells, values: dict[str, str], country: str) -> list[ParsedPhone]:
        texts = [text for place in self._places[Field.PHONE] if (text := cells[place])]
        if not texts:
            return []
        own = "".join(self._all(cells, Field.AREA_CODE))
        usual = self._area_code or area_code_of(country, values["region"], values["postal_code"])
        seen: dict[str, ParsedPhone] = {}
        for text in texts:
            for phone in _with_own_area(text, country, own) or parse_phones(text, country, usual):
                seen.setdefault(phone.e164 or phone.original, phone)
        return list(seen.values())

    def _country_by_number(self, draft: LeadDraft) -> str:
        """Where no column tells the country: that of a number that does, else the list's own.

        An address in a region of the list's country is not moved abroad by a number.
        """
        number = next((phone for phone in draft.phones if phone.e164), None)
        if number is None or self._is_region(draft.values["region"]):
            return self._country
        if number.e164.startswith("+1"):
            return self._by_area_code(number.e164) or self._country
        abroad = number.original.startswith(("+", "00"))
        return (abroad and region_of(number.e164)) or self._country

    def _is_region(self, region: str) -> bool:
        """Whether it is a region of the list's own country."""
        if region not in self._regions:
            known = bool(region) and region_code(self._country, region) is not None
            self._regions[region] = known
        return self._regions[region]

    def _by_area_code(self, e164: str) -> str:
        """The North American country of a number; its area code decides, and there are few."""
        area = e164[:5]
        if area not in self._areas:
            self._areas[area] = region_of(e164) or ""
        return self._areas[area]


def _tidy(text: str) -> str:
    """:func:`legible`, without the work that most cells do not need."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return legible(text)


def _with_own_area(text: str, country: str, area_code: str) -> list[ParsedPhone]:
    """The cell's numbers behind the area code of its row; none where that makes no number.

    German numbers are a reason to try this first: 398840 alone is valid, and somebody else's.
    """
    if not area_code or not text or text.lstrip().startswith(("+", "0")):
        return []
    found = parse_phones(f"{area_code} {text}", country)
    return found if any(phone.e164 for phone in found) else []


def zone_of(values: Mapping[str, str], e164: str | None) -> str:
    """The IANA zone of a lead by its address and first number; empty where nothing tells.

    An address with one clock is not asked twice: what a number adds never comes first.
    """
    place = (values["country"], values["region"], values["city"], values["postal_code"])
    by_address = zones_for_address(*place)
    if len(by_address) == 1:
        return by_address[0]
    return display_zone(candidate_zones(*place, e164)) or ""


def _first_email(text: str) -> str:
    if "@" not in text:
        return ""
    found = (parse_email(part) for part in _BETWEEN_ADDRESSES.split(text))
    return next((address for address in found if address), "")


def _postal_code(text: str, country: str) -> str:
    """The code without a spreadsheet's ".0", with the zeros that one took off."""
    code = _tidy(text).removesuffix(".0")
    digits = _POSTAL_DIGITS.get(country, 0)
    return code.zfill(digits) if code.isdigit() and len(code) >= digits - 2 else code
