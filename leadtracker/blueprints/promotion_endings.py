"""Ending a promotion for good."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.policies import Action
from leadtracker.services import promotions

bp = Blueprint("promotion_endings", __name__)


@bp.post("/promotions/<int:promotion_id>/ending")
@require(Action.EDIT_PROMOTIONS)
def create(promotion_id: int):
    """Its leads leave the queue; orders and promises stay."""
    promotion = loaders.load_promotion(promotion_id)
    promotions.end_promotion(promotion, by=signed_in_user())
    words = _("%(name)s has ended.", name=promotion.name)
    return toast(redirect_to(url_for("promotions.show", promotion_id=promotion.id)), words)
