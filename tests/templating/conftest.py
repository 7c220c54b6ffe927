"""An application with nothing in it but what templates use."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from leadtracker import templating


@pytest.fixture
def page(tmp_path: Path, build: Callable) -> Flask:
    """The application, with one stylesheet and one icon built."""
    app = Flask("page", static_folder=str(tmp_path / "static"))
    Babel(app)
    templating.init_app(app)
    app.add_url_rule("/leads/<int:lead_id>", "leads.show")
    build("app-12345678.css", at=0)
    return app


@pytest.fixture
def build(tmp_path: Path) -> Callable:
    """``build("app-1.css", at=0)``: what a build at that second would leave behind."""
    folder = tmp_path / "static" / "dist"
    folder.mkdir(parents=True)

    def build(stylesheet: str, *, at: float) -> None:
        files = {"app.css": stylesheet, "icons.svg": "icons-12345678.svg"}
        manifest = folder / "manifest.json"
        manifest.write_text(json.dumps({"files": files, "icons": ["phone"]}))
        os.utime(manifest, (at, at))
        (folder / stylesheet).write_text("")

    return build
