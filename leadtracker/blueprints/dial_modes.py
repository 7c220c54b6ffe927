"""How a coordinator dials: preview or power, and with how long a breath."""

from flask import Blueprint, request
from flask_babel import gettext as _

from leadtracker.blueprints.desk import render_desk
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import toast
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.domain.presence import DialMode
from leadtracker.services import power

bp = Blueprint("dial_modes", __name__)


@bp.post("/desk/dial-mode")
@require(Action.WORK_DESK)
def update():
    """Choose preview or power."""
    user = signed_in_user()
    mode = _chosen_mode()
    power.choose_dialling(
        user, mode=mode, breath_seconds=request.form.get("breath_seconds", -1, type=int)
    )
    words = {
        DialMode.PREVIEW: _("Preview: look first, then press D."),
        DialMode.POWER: _("Power: the outcome key dials the next lead."),
    }
    return toast(render_desk(), words[mode])


def _chosen_mode() -> DialMode:
    try:
        return DialMode(request.form.get("dial_mode", ""))
    except ValueError:
        raise RuleViolation(N_("Choose preview or power."), field="dial_mode") from None
