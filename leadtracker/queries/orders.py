"""Orders: of a lead, of a call, of a promotion."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from leadtracker.db import db
from leadtracker.models import Lead, Order, OrderLine, User
from leadtracker.queries.leads import leads_visible_to


def _with_lines(stmt: Select) -> Select:
    return stmt.options(
        selectinload(Order.lines).joinedload(OrderLine.product),
        joinedload(Order.promotion),
        joinedload(Order.user),
        joinedload(Order.lead),
    )


def find_order_by_request(request_id: str) -> Order | None:
    """The order that this press of the button made, if it made one."""
    return db.session.scalar(_with_lines(select(Order).where(Order.request_id == request_id)))


def orders_visible_to(user: User) -> Select:
    """Orders of the leads the user may see."""
    seen = leads_visible_to(user).with_only_columns(Lead.id)
    return select(Order).where(Order.lead_id.in_(seen))


def find_order_for(user: User, order_id: int) -> Order | None:
    """An order by its id, if the user may see its lead."""
    return db.session.scalar(_with_lines(orders_visible_to(user).where(Order.id == order_id)))


def orders_of_lead(lead_id: int) -> Select:
    """A lead's orders, newest first, cancelled ones among them."""
    return _with_lines(
        select(Order)
        .where(Order.lead_id == lead_id)
        .order_by(Order.placed_at.desc(), Order.id.desc())
    )


def count_orders_of_call(call_id: int) -> int:
    """Orders taken in a call that stand."""
    return db.session.scalar(
        select(func.count(Order.id)).where(Order.call_id == call_id, Order.cancelled_at.is_(None))
    )
