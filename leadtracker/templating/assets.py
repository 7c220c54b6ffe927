"""What ``frontend/build.mjs`` made: styles, scripts, font and icons, each under a hashed name."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, g, request, url_for
from markupsafe import Markup, escape

#: Below the static folder; everything in it but the manifest has its content's hash in its name.
FOLDER = "dist"
IMMUTABLE = "public, max-age=31536000, immutable"


class AssetsMissing(Exception):
    """Something the browser needs was never built; the message says how to build it."""

    HOW = "run `make run`, or in frontend/: npm ci --ignore-scripts && node build.mjs"

    def __init__(self, what: str):
        super().__init__(f"{what}: {self.HOW}.")


def init_app(app: Flask) -> None:
    """Let browsers keep the hashed files for good."""
    app.after_request(_cache_for_good)


def asset_url(name: str) -> str:
    """The address of a built file by its plain name: ``app.css``; raises ``AssetsMissing``."""
    files = _manifest()["files"]
    if name not in files:
        raise AssetsMissing(f"The built files hold no {name}")
    return url_for("static", filename=f"{FOLDER}/{files[name]}")


def icon(name: str, cls: str = "") -> Markup:
    """A Tabler icon from the built sprite, silent to screen readers: words stand beside it.

    Raises ``AssetsMissing`` for a name the build did not find in templates, Python or JavaScript.
    """
    if name not in _manifest()["icons"]:
        raise AssetsMissing(f"The built sprite holds no icon “{name}”")
    if "sprite_url" not in g:
        g.sprite_url = asset_url("icons.svg")
    return _svg(g.sprite_url, name, cls)


@lru_cache(maxsize=1024)
def _svg(sprite_url: str, name: str, cls: str) -> Markup:
    return Markup('<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>').format(
        f" {cls}" if cls else "", sprite_url, escape(name)
    )


def _manifest() -> dict:
    """Looked for once a request: a desk shows some seventy icons."""
    if "asset_manifest" not in g:
        g.asset_manifest = _find_manifest()
    return g.asset_manifest


def _find_manifest() -> dict:
    path = Path(current_app.static_folder) / FOLDER / "manifest.json"
    try:
        built_at = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise AssetsMissing("The browser's files are not built") from None
    return _read(path, built_at)


@lru_cache(maxsize=1)
def _read(path: Path, _built_at: int) -> dict:
    """Read once for each build, so that a rebuild needs no restart."""
    return json.loads(path.read_text())


def _cache_for_good(response: Response) -> Response:
    if request.endpoint != "static" or not response.status_code < 400:
        return response
    name = (request.view_args or {}).get("filename", "")
    if name.startswith(f"{FOLDER}/") and not name.endswith("manifest.json"):
        response.headers["Cache-Control"] = IMMUTABLE
    return response
