"""What the dial gate is asked, with every fact it needs and none that it looks up itself."""

from dataclasses import dataclass, field
from datetime import datetime

from leadtracker.domain.phones import NumberKind, is_fictional, kind_of, region_of
from leadtracker.domain.zones import region_code


@dataclass(frozen=True, slots=True, kw_only=True)
class DialQuestion:
    """May ``e164`` be called at ``moment``?

    ``zones`` are the candidate zones (``domain.zones.candidate_zones``), empty if nobody can tell
    and None if nobody has looked, which blocks. ``confirmed_zone`` is the zone that the lead
    confirmed on the phone: it decides alone. ``jurisdictions`` pull in rule tables. A fact that is
    not given is taken the strict way: the carrier is real, the number's kind and whether it is
    fictional follow from the number. ``guard_seconds`` closes early by so much.
    """

    e164: str | None
    moment: datetime
    zones: tuple[str, ...] | None
    confirmed_zone: str | None = None
    jurisdictions: tuple[str, ...] = ()
    on_do_not_call: bool | None
    do_not_call_since: datetime | None = None
    do_not_call_by: str = ""
    is_fictional: bool | None = None
    real_carrier: bool = True
    guard_seconds: int = 0
    kind: NumberKind = field(init=False)

    def __post_init__(self) -> None:
        number = self.e164 or ""
        object.__setattr__(self, "kind", kind_of(number))
        if self.is_fictional is None:
            object.__setattr__(self, "is_fictional", is_fictional(number))


def jurisdictions_for(
    country: str = "", region: str = "", postal_code: str = "", e164: str | None = None
) -> tuple[str, ...]:
    """The jurisdictions of a lead: country and region of the address, country of the number.

    The union, since the strictest counts and some states presume residence from the number
    (rules.md §1). "US", "US-FL"; empty if neither address nor number tells.
    """
    country = country.upper()
    place = region_code(country, region, postal_code) if country else None
    of_number = region_of(e164) if e164 else None
    codes = (country, f"{country}-{place}" if place else "", of_number or "")
    return tuple(dict.fromkeys(code for code in codes if code))
