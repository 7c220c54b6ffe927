"""Making a promotion live."""

from http import HTTPStatus

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.promotions import render_editor
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.promotions import PromotionForm
from leadtracker.services import promotions
from leadtracker.templating.wording import number

bp = Blueprint("promotion_launches", __name__)


@bp.post("/promotions/<int:promotion_id>/launch")
@require(Action.EDIT_PROMOTIONS)
def create(promotion_id: int):
    """Its leads join the queues."""
    promotion = loaders.load_promotion(promotion_id)
    try:
        count = promotions.launch_promotion(promotion, by=signed_in_user())
    except RuleViolation as error:
        promotion = loaders.load_promotion(promotion_id)
        return render_editor(
            promotion,
            PromotionForm.of(promotion),
            HTTPStatus.UNPROCESSABLE_ENTITY,
            refusal=_(error.message) % error.params,
        )
    words = ngettext(
        "%(name)s is live: %(n)s lead joined the queue.",
        "%(name)s is live: %(n)s leads joined the queue.",
        count,
        name=promotion.name,
        n=number(count),
    )
    return toast(redirect_to(url_for("promotions.show", promotion_id=promotion.id)), words)
