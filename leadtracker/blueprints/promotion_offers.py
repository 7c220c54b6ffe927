"""The offers of a promotion while it is being written; nothing is kept here."""

from flask import Blueprint, request

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require
from leadtracker.blueprints.promotions import offered, render_editor
from leadtracker.blueprints.rendering import asks_for_partial, render_partial
from leadtracker.domain.policies import Action
from leadtracker.forms.promotions import PromotionForm

bp = Blueprint("promotion_offers", __name__)


@bp.post("/promotion-offers")
@require(Action.EDIT_PROMOTIONS)
def create():
    """The offers as the pressed button wants them: one more, one less, prices filled in."""
    promotion_id = request.form.get("promotion", type=loaders.row_id)
    promotion = loaders.load_promotion(promotion_id) if promotion_id else None
    form = offered(PromotionForm(request.form), promotion)
    form = form.rearranged(request.form.get("change", ""))
    if not asks_for_partial():
        return render_editor(promotion, form)
    return render_partial("promotions/_offers.html", form=offered(form, promotion))
