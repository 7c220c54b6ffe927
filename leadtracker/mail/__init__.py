"""The seam to the mail server: an interface, SMTP behind it, and a fake for tests."""

from flask import Flask, current_app

from leadtracker.mail.interface import Letter, Mail, MailError

__all__ = ["Letter", "Mail", "MailError", "get_mail", "init_app"]

EXTENSION = "mail"


def init_app(app: Flask) -> None:
    """Choose how letters leave by ``MAIL`` and keep it with the application; nothing is sent.

    Raises ``ValueError`` for a setting that says neither.
    """
    app.extensions[EXTENSION] = _choose(app.config)


def get_mail() -> Mail:
    """The current application's mail."""
    return current_app.extensions[EXTENSION]


def _choose(config: dict) -> Mail:
    if config["MAIL"] == "smtp":
        from leadtracker.mail.smtp import SmtpMail, Tls

        return SmtpMail(
            host=config["SMTP_HOST"],
            port=config["SMTP_PORT"],
            user=config["SMTP_USER"],
            password=config["SMTP_PASSWORD"],
            tls=Tls(config["SMTP_TLS"]),
            sender=config["MAIL_FROM"],
        )
    if config["MAIL"] == "fake":
        from leadtracker.mail.fake import FakeMail

        return FakeMail()
    raise ValueError(f"MAIL must be smtp or fake, not {config['MAIL']!r}")
