"""Leads as rows of a file, whose heading our own import reads back."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from leadtracker.db import db
from leadtracker.domain.phones import format_international
from leadtracker.models import Lead

HEADING = (
    _l("Company"), _l("Contact"), _l("Role"), _l("Phone"), _l("Second phone"), _l("Email"),
    _l("Website"), _l("Address"), _l("City"), _l("Region"), _l("Postcode"), _l("Country"),
    _l("Language"), _l("Status"), _l("Owner"), _l("Time zone"), _l("Notes"),
)  # fmt: skip

_AT_ONCE = 500


def export_rows(matching: Select) -> Iterator[list[str]]:
    """The leads of a select as rows, read and let go of by the hundred."""
    stmt = matching.options(selectinload(Lead.phones), joinedload(Lead.owner))
    found = db.session.execute(stmt.execution_options(yield_per=_AT_ONCE)).scalars()
    for lead in found:
        yield _row(lead)
        db.session.expunge(lead)


def _row(lead: Lead) -> list[str]:
    numbers = [_written(phone) for phone in lead.phones][:2]
    return [
        lead.company, lead.contact_name, lead.contact_role,
        *numbers, *[""] * (2 - len(numbers)),
        lead.email, lead.website, lead.address, lead.city, lead.region, lead.postal_code,
        lead.country, lead.language, lead.stage,
        lead.owner.name if lead.owner else "", lead.time_zone, lead.notes,
    ]  # fmt: skip


def _written(phone) -> str:
    if not phone.e164:
        return phone.original
    number = format_international(phone.e164)
    return f"{number} x{phone.extension}" if phone.extension else number
