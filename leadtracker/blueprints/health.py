"""Whether this process answers and reaches its database; for load balancers and supervisors."""

from flask import Blueprint, jsonify
from sqlalchemy import text

from leadtracker.db import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def show():
    """200 when a query can be answered."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok")
