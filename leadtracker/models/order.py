"""Orders taken at the desk, at the promotion's prices."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leadtracker.db import db
from leadtracker.domain import clock

if TYPE_CHECKING:
    from leadtracker.models.lead import Lead
    from leadtracker.models.product import Product
    from leadtracker.models.promotion import Promotion
    from leadtracker.models.user import User


class Order(db.Model):
    """An order of a lead. ``total_minor`` is the sum of its lines, kept so that sums are cheap."""

    __tablename__ = "sales_order"
    __table_args__ = (
        Index("ix_sales_order_promotion_placed", "promotion_id", "placed_at"),
        Index("ix_sales_order_user_placed", "user_id", "placed_at"),
        Index("ix_sales_order_lead_id", "lead_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36), unique=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    promotion_id: Mapped[int | None] = mapped_column(ForeignKey("promotion.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id", ondelete="SET NULL"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int]
    their_reference: Mapped[str] = mapped_column(String(60), default="")
    placed_at: Mapped[datetime] = mapped_column(default=clock.now)
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    lead: Mapped[Lead] = relationship()
    promotion: Mapped[Promotion | None] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    lines: Mapped[list[OrderLine]] = relationship(
        back_populates="order", order_by="OrderLine.position", cascade="all, delete-orphan"
    )

    @property
    def number(self) -> str:
        """What people call it: SO- and at least five digits."""
        return f"SO-{self.id:05d}"

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)


class OrderLine(db.Model):
    """A product, how many, and the price of one at the moment of the order."""

    __table_args__ = (
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("unit_price_minor >= 0", "price_not_negative"),
        Index("ix_order_line_order_id", "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[int]
    unit_price_minor: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)

    order: Mapped[Order] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()

    @property
    def total_minor(self) -> int:
        return self.quantity * self.unit_price_minor
