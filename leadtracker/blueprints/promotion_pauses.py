"""Pausing a promotion, and letting it go on."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.policies import Action
from leadtracker.services import promotions

bp = Blueprint("promotion_pauses", __name__)


@bp.post("/promotions/<int:promotion_id>/pause")
@require(Action.EDIT_PROMOTIONS)
def create(promotion_id: int):
    """Nobody is called for it; promised callbacks still happen."""
    promotion = loaders.load_promotion(promotion_id)
    promotions.pause_promotion(promotion, by=signed_in_user())
    words = _("%(name)s is paused. Promised callbacks still happen.", name=promotion.name)
    return toast(redirect_to(url_for("promotions.show", promotion_id=promotion.id)), words)


@bp.delete("/promotions/<int:promotion_id>/pause")
@bp.post("/promotions/<int:promotion_id>/resumption")
@require(Action.EDIT_PROMOTIONS)
def delete(promotion_id: int):
    """Its leads are back in the queue."""
    promotion = loaders.load_promotion(promotion_id)
    promotions.resume_promotion(promotion, by=signed_in_user())
    words = _("%(name)s goes on.", name=promotion.name)
    return toast(redirect_to(url_for("promotions.show", promotion_id=promotion.id)), words)
