"""Built files by their plain names, and icons from the sprite."""

import pytest

from leadtracker.templating import assets


def test_a_built_file_is_found_by_its_plain_name_and_kept_for_good(page):
    with page.test_request_context():
        url = assets.asset_url("app.css")
    assert url == "/static/dist/app-12345678.css"
    with page.test_client().get(url) as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_what_has_no_hash_in_its_name_is_not_kept(page):
    with page.test_client().get("/static/dist/manifest.json") as response:
        assert "immutable" not in response.headers["Cache-Control"]


def test_an_icon_is_a_use_of_the_sprite_and_silent(page):
    with page.test_request_context():
        svg = assets.icon("phone", "icon-lg")
    assert svg == (
        '<svg class="icon icon-lg" aria-hidden="true">'
        '<use href="/static/dist/icons-12345678.svg#i-phone"/></svg>'
    )


def test_what_was_not_built_is_named_with_the_way_to_build_it(page, tmp_path):
    with page.test_request_context():
        with pytest.raises(assets.AssetsMissing, match=r"no icon “ghost”.*make run"):
            assets.icon("ghost")
        with pytest.raises(assets.AssetsMissing, match=r"no app\.mjs"):
            assets.asset_url("app.mjs")
    page.static_folder = str(tmp_path / "elsewhere")
    missing = pytest.raises(assets.AssetsMissing, match=r"not built.*npm ci")
    with page.test_request_context(), missing:
        assets.asset_url("app.css")


def test_a_new_build_is_seen_without_a_restart(page, build):
    with page.test_request_context():
        assets.asset_url("app.css")
    build("app-87654321.css", at=60)
    with page.test_request_context():
        assert assets.asset_url("app.css").endswith("app-87654321.css")
