"""Whether a lead may be called at a moment, by the hour alone: for badges and agreed times."""

from datetime import datetime

from leadtracker.domain import zones
from leadtracker.domain.dial_gate import WindowBadge, jurisdictions_for, window_at
from leadtracker.models import Lead


def window_for(lead: Lead, moment: datetime) -> WindowBadge:
    """The calling window of the lead's place at ``moment``, by the rules the gate uses."""
    first = lead.first_dialable
    number = first.e164 if first else None
    candidates = zones.candidate_zones(
        lead.country, lead.region, lead.city, lead.postal_code, number
    )
    places = jurisdictions_for(lead.country, lead.region, lead.postal_code, number)
    return window_at(candidates, moment, jurisdictions=places)
