"""What the telephone provider tells us and asks us: ``/tw/…``, signed instead of signed in.

Events are written down and answered with 204 within milliseconds. Whatever has to be asked of the
provider in return happens after the answer has been sent.
"""

from flask import Blueprint

from leadtracker.blueprints.webhooks import documents, events, signature
from leadtracker.extensions import csrf

bp = Blueprint("webhooks", __name__, url_prefix="/tw")
csrf.exempt(bp)
bp.before_request(signature.require)
documents.add_routes(bp)
events.add_routes(bp)
