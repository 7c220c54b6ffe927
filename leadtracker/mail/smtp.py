"""Mail through an SMTP server. No other module speaks to one."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from enum import StrEnum

from leadtracker.domain import clock
from leadtracker.mail.interface import Letter, MailError

#: A server that says nothing for so long will not take the letter.
TIMEOUT_SECONDS = 15


class Tls(StrEnum):
    """``starttls`` begins in the clear and asks for encryption, ``tls`` begins with it, ``none`` is
    for a server on this machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class SmtpMail:
    """One connection a letter: there are few, and a server closes idle ones."""

    def __init__(self, *, host: str, port: int, user: str, password: str, tls: Tls, sender: str):
        self._host, self._port = host, port
        self._user, self._password = user, password
        self._tls = tls
        self._sender = sender

    @property
    def is_on(self) -> bool:
        return bool(self._host)

    def send(self, letter: Letter) -> None:
        try:
            with self._connect() as server:
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(self._message(letter))
        except smtplib.SMTPResponseException as error:
            raise MailError(f"{type(error).__name__} {error.smtp_code}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        if self._tls is Tls.TLS:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT_SECONDS, context=context
            )
        server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
        if self._tls is Tls.STARTTLS:
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(clock.now())
        domain = parseaddr(self._sender)[1].rpartition("@")[2] or "localhost"
        message["Message-ID"] = f"<{letter.key}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message
