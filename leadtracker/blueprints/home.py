"""The front door: everybody goes to where their day begins."""

from flask import Blueprint, redirect

from leadtracker.blueprints import navigation

bp = Blueprint("home", __name__)


@bp.get("/")
def index():
    """Send the reader to the first screen of their role."""
    return redirect(navigation.home_url())
