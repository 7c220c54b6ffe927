"""A promotion's attempt rules while they are being written; nothing is kept here."""

from flask import Blueprint, request

from leadtracker.blueprints.guards import require
from leadtracker.blueprints.promotions import attempts_of
from leadtracker.blueprints.rendering import render_partial
from leadtracker.domain.policies import Action
from leadtracker.forms.promotions import PromotionForm

bp = Blueprint("promotion_attempts", __name__)


@bp.get("/promotion-attempts")
@require(Action.EDIT_PROMOTIONS)
def show():
    """The sentence as it is written, and what is unusual about it."""
    form = PromotionForm(request.args)
    return render_partial("promotions/_attempts.html", form=form, attempts=attempts_of(form))
