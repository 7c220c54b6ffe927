"""Leads, made and changed by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import structlog

from leadtracker.db import db
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.lead_rows import zone_of
from leadtracker.domain.phones import ParsedPhone, format_international
from leadtracker.models import Lead, Phone, User
from leadtracker.models.lead import Stage
from leadtracker.queries import leads as find
from leadtracker.services import _activity

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a person writes about a lead; ``country`` is ISO-2, the rest as on the screen."""

    company: str = ""
    contact_name: str = ""
    contact_role: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    language: str = ""
    stage: Stage = Stage.NEW
    team_id: int | None = None
    owner_id: int | None = None


def create_lead(details: Details, *, phones: Sequence[ParsedPhone], by: User) -> Lead:
    """A new lead; raises ``RuleViolation`` without a company and a number, or when a number is
    another lead's (field ``phones``)."""
    lead = Lead(source="by_hand")
    _write(lead, details, phones, by=by)
    db.session.add(lead)
    db.session.flush()
    _activity.record("lead_created", by=by.id, lead=lead.id)
    db.session.commit()
    log.info("lead_created", lead_id=lead.id)
    return lead


def update_lead(
    lead: Lead, details: Details, *, phones: Sequence[ParsedPhone], by: User
) -> list[str]:
    """Change a lead to what is written now; returns the names of what changed.

    Raises ``RuleViolation`` as :func:`create_lead` does.
    """
    changed = [field.name for field in fields(details) if _differs(lead, details, field.name)]
    if [phone.original for phone in lead.phones] != [phone.original for phone in phones]:
        changed.append("phones")
    if not changed:
        return []
    _write(lead, details, phones, by=by)
    _activity.record("lead_updated", by=by.id, lead=lead.id, fields=changed)
    db.session.commit()
    log.info("lead_updated", lead_id=lead.id, fields=changed)
    return changed


def add_note(lead: Lead, text: str, *, by: User) -> None:
    """Write a note into the history; raises ``RuleViolation`` for an empty one."""
    if not text.strip():
        raise RuleViolation(N_("Write the note first."), field="text")
    _activity.record("note_added", by=by.id, lead=lead.id, note=text.strip())
    db.session.commit()
    log.info("note_added", lead_id=lead.id)


def _differs(lead: Lead, details: Details, name: str) -> bool:
    return getattr(lead, name) != getattr(details, name)


def _write(lead: Lead, details: Details, phones: Sequence[ParsedPhone], *, by: User) -> None:
    if not details.company and not any(phone.e164 for phone in phones):
        raise RuleViolation(N_("A lead needs a company or a number."), field="company")
    _require_free(lead, phones, by=by)
    for field in fields(details):
        setattr(lead, field.name, getattr(details, field.name))
    _set_phones(lead, phones)
    first = lead.first_dialable
    place = {name: getattr(lead, name) for name in ("country", "region", "city", "postal_code")}
    lead.time_zone = zone_of(place, first.e164 if first else None)


def _require_free(lead: Lead, phones: Sequence[ParsedPhone], *, by: User) -> None:
    """A number belongs to one lead; whose it is, is told to those who may see that lead."""
    for e164 in (phone.e164 for phone in phones if phone.e164):
        holder = find.find_phone(e164)
        if holder is None or holder.lead_id == lead.id:
            continue
        seen = find.find_lead(holder.lead_id, reader=by)
        if seen is None:
            raise RuleViolation(
                N_("%(number)s belongs to a lead of another team."),
                field="phones",
                number=format_international(e164),
            )
        raise RuleViolation(
            N_("%(number)s belongs to %(lead)s."),
            field="phones",
            number=format_international(e164),
            lead=seen.name,
        )


def _set_phones(lead: Lead, phones: Sequence[ParsedPhone]) -> None:
    """The numbers in their new order; those that stay keep their row, and with it their history."""
    kept = {phone.e164 or phone.original: phone for phone in lead.phones}
    rows = []
    for position, parsed in enumerate(phones):
        row = kept.get(parsed.e164 or parsed.original) or Phone(e164=parsed.e164)
        row.original, row.extension = parsed.original, parsed.extension or ""
        row.position = position
        rows.append(row)
    lead.phones = rows
