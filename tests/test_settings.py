"""Settings: each is explained where people look, and production starts with none missing."""

import ast
import re

import pytest

from config import Config, SettingsError
from tests.support.sources import ROOT, tree_of


def read_settings() -> set[str]:
    """Every key that config.py asks the environment for."""
    asking = ("_text", "_number", "_simulated_or")
    return {
        node.args[0].value
        for node in ast.walk(tree_of(ROOT / "config.py"))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).removeprefix("self.") in asking
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_setting_is_in_the_example_and_nothing_else():
    listed = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert sorted(listed) == sorted(read_settings())


def test_the_readme_says_where_the_settings_are_and_names_none_that_is_gone():
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"`([A-Z]{3,}(?:_[A-Z]+)+)(?:=[^`]*)?`", readme))

    assert "(.env.example)" in readme
    assert named - read_settings() == set()


def test_production_names_all_that_is_missing_at_once(tmp_path):
    with pytest.raises(SettingsError) as refusal:
        Config({"LEADTRACKER_ENV": "production", "DATA_DIR": str(tmp_path)})

    for key in ("SECRET_KEY", "PUBLIC_BASE_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        assert key in str(refusal.value)


def test_production_refuses_the_simulators_token_and_a_short_secret(tmp_path):
    with pytest.raises(SettingsError) as refusal:
        Config(
            {
                "LEADTRACKER_ENV": "production",
                "DATA_DIR": str(tmp_path),
                "SECRET_KEY": "short",
                "PUBLIC_BASE_URL": "https://calls.example.com",
                "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
                "TWILIO_AUTH_TOKEN": "simulated-telephone-token",
                "TWILIO_CALLER_ID": "+442079460100",
            }
        )

    assert "default or too short: SECRET_KEY, TWILIO_ACCOUNT_SID" in str(refusal.value)


def test_the_installations_own_secret_is_kept_and_is_nobody_elses(tmp_path):
    first, second = (Config({"DATA_DIR": str(tmp_path)}).SECRET_KEY for _ in range(2))

    assert first == second
    assert len(first) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_data_folder_without_a_slash_lies_in_the_checkout():
    config = Config({"LEADTRACKER_ENV": "testing", "DATA_DIR": "var", "SECRET_KEY": "s" * 32})

    assert config.DATA_DIR == ROOT / "var"
    assert config.SQLALCHEMY_DATABASE_URI == f"sqlite:///{ROOT}/var/leadtracker.db"


def test_a_number_that_is_none_is_named(tmp_path):
    with pytest.raises(SettingsError, match="PORT must be a whole number"):
        Config({"DATA_DIR": str(tmp_path), "PORT": "five thousand"})
