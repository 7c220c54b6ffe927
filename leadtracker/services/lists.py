"""Lists, put together by hand from a filter."""

import structlog
from sqlalchemy import insert, literal

from leadtracker.db import db
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import Lead, LeadList, LeadListMember, User
from leadtracker.queries import leads as find_leads
from leadtracker.queries import lists as find
from leadtracker.queries.leads import LeadFilter
from leadtracker.services import _activity

log = structlog.get_logger()


def create_list(name: str, *, wanted: LeadFilter, by: User) -> LeadList:
    """A list of every lead that matches the filter now and that the maker sees.

    Raises ``RuleViolation`` without a name, or with one that another list has.
    """
    name = name.strip()
    if not name:
        raise RuleViolation(N_("Give the list a name."), field="name")
    if find.find_list_called(name):
        raise RuleViolation(N_("There is a list of that name."), field="name")
    made = LeadList(name=name[:120], created_by_id=by.id)
    db.session.add(made)
    db.session.flush()
    leads = find_leads.leads_matching(wanted, reader=by).order_by(None)
    leads = leads.with_only_columns(literal(made.id), Lead.id, maintain_column_froms=True)
    db.session.execute(insert(LeadListMember).from_select(["list_id", "lead_id"], leads))
    _activity.record("list_created", by=by.id, list=made.id, name=made.name)
    db.session.commit()
    log.info("list_created", list_id=made.id)
    return made
