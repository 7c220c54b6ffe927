"""SMTP against a real server on loopback: what arrives, and what is said when nothing does."""

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from leadtracker.mail import Letter, MailError
from leadtracker.mail.smtp import SmtpMail, Tls
from tests.support.ports import find_free_port

# The server is on loopback and for one test; a real one must not ask for a password in the clear.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

LETTER = Letter(
    to="alice@example.com",
    subject="Call Café Ruedas back at 6:00 pm",
    text="mañana a las 10\n",
    key="callback-7-1773165600",
)
PASSWORD = "the right one"


class Mailbox:
    """Keeps what is delivered."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.letters.append(envelope)
        return "250 taken"


def check(server, session, envelope, mechanism, credentials):
    return AuthResult(success=credentials.password == PASSWORD.encode(), handled=False)


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def port(mailbox):
    port = find_free_port()
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        authenticator=check,
        auth_require_tls=False,
        auth_required=True,
    )
    controller.start()
    yield port
    controller.stop()


def mail(port: int, **settings) -> SmtpMail:
    defaults = {
        "host": "127.0.0.1",
        "port": port,
        "user": "leadtracker",
        "password": PASSWORD,
        "tls": Tls.NONE,
        "sender": "Leadtracker <calls@example.com>",
    }
    return SmtpMail(**(defaults | settings))


def test_a_letter_arrives_as_it_was_written(port, mailbox):
    mail(port).send(LETTER)

    (envelope,) = mailbox.letters
    text = envelope.content.decode()
    assert envelope.rcpt_tos == ["alice@example.com"]
    assert "Message-ID: <callback-7-1773165600@example.com>" in text
    assert "From: Leadtracker <calls@example.com>" in text
    assert "Auto-Submitted: auto-generated" in text


def test_a_wrong_password_is_told_without_names(port, mailbox):
    with pytest.raises(MailError, match=r"^SMTPAuthenticationError 535$"):
        mail(port, password="the wrong one").send(LETTER)

    assert mailbox.letters == []


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(MailError, match="ConnectionRefusedError"):
        mail(find_free_port()).send(LETTER)


def test_a_server_without_encryption_gets_no_letter_that_needs_it(port, mailbox):
    with pytest.raises(MailError, match="SMTPNotSupportedError"):
        mail(port, tls=Tls.STARTTLS).send(LETTER)
    with pytest.raises(MailError, match="SSLError"):
        mail(port, tls=Tls.TLS).send(LETTER)

    assert mailbox.letters == []


def test_without_a_host_mail_is_off():
    assert not mail(1, host="").is_on
    assert mail(1).is_on
