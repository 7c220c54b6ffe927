"""Settings, and the only place that reads the environment. ``.env.example`` explains every key."""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent

#: What the simulated telephone network answers to; never accepted in production.
SIMULATED_ACCOUNT_SID = "AC" + "0" * 32
SIMULATED_AUTH_TOKEN = "simulated-telephone-token"

REQUIRED_IN_PRODUCTION = (
    "SECRET_KEY",
    "PUBLIC_BASE_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_CALLER_ID",
)


SMTP_TLS_MODES = ("starttls", "tls", "none")


class SettingsError(Exception):
    """The settings do not allow a start; the message names everything that is wrong at once."""


def normalise_url(url: str) -> str:
    """Name the driver: ``postgres://`` and ``postgresql://`` mean psycopg 3 here."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


class Config:
    """Settings as Flask wants them, read from a mapping.

    By default that is the environment, with a ``.env`` file beside this one under it.
    """

    WTF_CSRF_TIME_LIMIT = None
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_REFRESH_EACH_REQUEST = False
    SQLALCHEMY_TRACK_MODIFICATIONS = False
    BABEL_DEFAULT_LOCALE = "en"
    MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024

    def __init__(self, env: Mapping[str, str] | None = None):
        self._env = {**dotenv_values(ROOT / ".env"), **os.environ} if env is None else env
        self.ENVIRONMENT = self._text("LEADTRACKER_ENV", "development")
        self.TESTING = self.ENVIRONMENT == "testing"
        self._place()
        self._floor()
        self._telephone()
        self._mail()
        self._limits()
        self.SECRET_KEY = self._text("SECRET_KEY") or self._own_secret()
        self._check()

    def _place(self) -> None:
        """Where it runs and where its data lie."""
        self.DATA_DIR = ROOT / self._text("DATA_DIR", "var")
        default_url = f"sqlite:///{self.DATA_DIR / 'leadtracker.db'}"
        self.SQLALCHEMY_DATABASE_URI = normalise_url(self._text("DATABASE_URL", default_url))
        self.SQLALCHEMY_ENGINE_OPTIONS = self._engine_options()
        self.HOST = self._text("HOST", "127.0.0.1")
        self.PORT = self._number("PORT", 5000)
        self.PUBLIC_BASE_URL = self._text(
            "PUBLIC_BASE_URL", f"http://127.0.0.1:{self.PORT}"
        ).rstrip("/")
        self.SESSION_COOKIE_SECURE = urlsplit(self.PUBLIC_BASE_URL).scheme == "https"
        self.SESSION_COOKIE_NAME = (
            "__Host-leadtracker" if self.SESSION_COOKIE_SECURE else "leadtracker"
        )
        self.TRUSTED_PROXIES = self._number("TRUSTED_PROXIES", 0)
        self.LOG_LEVEL = self._text("LOG_LEVEL", "INFO").upper()
        self.LOG_FORMAT = self._text("LOG_FORMAT", "json" if self._is_production else "text")

    def _engine_options(self) -> dict:
        if self.SQLALCHEMY_DATABASE_URI.startswith("sqlite"):
            return {"pool_size": 20, "max_overflow": 44, "pool_timeout": 10}
        return {
            "pool_size": self._number("DATABASE_POOL_SIZE", 10),
            "max_overflow": 20,
            "pool_timeout": 5,
            "pool_pre_ping": True,
        }

    def _floor(self) -> None:
        """Who works here and by which habits."""
        self.COMPANY_NAME = self._text("COMPANY_NAME", "Northgate Wheels")
        self.DEFAULT_COUNTRY = self._text("DEFAULT_COUNTRY", "GB").upper()
        self.DEFAULT_TIME_ZONE = self._text("DEFAULT_TIME_ZONE", "Europe/London")
        self.DEFAULT_CURRENCY = self._text("DEFAULT_CURRENCY", "GBP").upper()

    def _telephone(self) -> None:
        self.TELEPHONY = self._text("TELEPHONY", "twilio")
        self.SIMULATOR_PORT = self._number("SIMULATOR_PORT", 5090)
        self.SIMULATOR_SPEED = float(self._text("SIMULATOR_SPEED", "1"))
        simulated = "" if self._is_production else f"http://127.0.0.1:{self.SIMULATOR_PORT}"
        self.TWILIO_API_BASE = self._text("TWILIO_API_BASE", simulated).rstrip("/")
        self.TWILIO_ACCOUNT_SID = self._simulated_or("TWILIO_ACCOUNT_SID", SIMULATED_ACCOUNT_SID)
        self.TWILIO_AUTH_TOKEN = self._simulated_or("TWILIO_AUTH_TOKEN", SIMULATED_AUTH_TOKEN)
        self.TWILIO_CALLER_ID = self._simulated_or("TWILIO_CALLER_ID", "+442079460100")
        self.TWILIO_OAI_SPEC = self._text("TWILIO_OAI_SPEC")
        self.WEB_UPSTREAM = self._text("WEB_UPSTREAM", f"http://127.0.0.1:{self.PORT}")

    def _mail(self) -> None:
        """How letters leave; without a host none do."""
        self.MAIL = self._text("MAIL", "smtp")
        self.SMTP_HOST = self._text("SMTP_HOST")
        self.SMTP_PORT = self._number("SMTP_PORT", 587)
        self.SMTP_USER = self._text("SMTP_USER")
        self.SMTP_PASSWORD = self._text("SMTP_PASSWORD")
        self.SMTP_TLS = self._text("SMTP_TLS", "starttls").lower()
        if self.SMTP_TLS not in SMTP_TLS_MODES:
            raise SettingsError(f"SMTP_TLS must be one of {', '.join(SMTP_TLS_MODES)}.")
        place = urlsplit(self.PUBLIC_BASE_URL).hostname or "localhost"
        self.MAIL_FROM = self._text("MAIL_FROM", f"Leadtracker <leadtracker@{place}>")

    def _limits(self) -> None:
        self.SESSION_HOURS = self._number("SESSION_HOURS", 12)
        self.PERMANENT_SESSION_LIFETIME = self.SESSION_HOURS * 3600
        self.SESSION_IDLE_MINUTES = self._number("SESSION_IDLE_MINUTES", 120)
        self.SIGN_IN_TRIES = self._number("SIGN_IN_TRIES", 5)
        self.SIGN_IN_WAIT_MINUTES = self._number("SIGN_IN_WAIT_MINUTES", 5)
        self.MAX_IMPORT_BYTES = self._number("MAX_IMPORT_BYTES", 50 * 1024 * 1024)
        self.MAX_CONTENT_LENGTH = self.MAX_IMPORT_BYTES + 1024 * 1024
        self.WEB_THREADS = self._number("WEB_THREADS", 256)
        self.RATELIMIT_STORAGE_URI = self._text("RATELIMIT_STORAGE_URI", "memory://")

    @property
    def _is_production(self) -> bool:
        return self.ENVIRONMENT == "production"

    def _text(self, key: str, default: str = "") -> str:
        return self._env.get(key, "").strip() or default

    def _number(self, key: str, default: int) -> int:
        text = self._text(key, str(default))
        try:
            return int(text)
        except ValueError:
            raise SettingsError(f"{key} must be a whole number, not “{text}”.") from None

    def _simulated_or(self, key: str, simulated: str) -> str:
        """The setting, or the simulator's value where the simulator is what we dial through."""
        return self._text(key, simulated if self.TWILIO_API_BASE else "")

    def _own_secret(self) -> str:
        """Outside production: a secret made once for this installation and kept beside its data."""
        if self._is_production:
            return ""
        path = self.DATA_DIR / "secret_key"
        if not path.exists():
            self.DATA_DIR.mkdir(parents=True, exist_ok=True)
            path.touch(mode=stat.S_IRUSR | stat.S_IWUSR)
            path.write_text(secrets.token_hex(32))
        return path.read_text().strip()

    def _check(self) -> None:
        if not self._is_production:
            return
        missing = [key for key in REQUIRED_IN_PRODUCTION if not self._text(key)]
        weak = [] if "SECRET_KEY" in missing or len(self.SECRET_KEY) >= 32 else ["SECRET_KEY"]
        simulated = {
            "TWILIO_ACCOUNT_SID": SIMULATED_ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": SIMULATED_AUTH_TOKEN,
        }
        weak += [key for key, value in simulated.items() if self._text(key) == value]
        problems = []
        if missing:
            problems.append(f"missing: {', '.join(missing)}")
        if weak:
            problems.append(f"default or too short: {', '.join(weak)}")
        if not self.PUBLIC_BASE_URL.startswith("https://") and "PUBLIC_BASE_URL" not in missing:
            problems.append("PUBLIC_BASE_URL must begin with https://")
        if problems:
            raise SettingsError(
                "Leadtracker does not start in production with these settings: "
                + "; ".join(problems)
                + ". See .env.example."
            )
