"""Handing one mail to the mail server, and whether its refusal is for good."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from complaints.platform.post.models import OutgoingMail
from complaints.platform.post.service import message_id

PATIENCE = 30
"""Seconds that the server may take for one answer."""


class NoServer(Exception):
    """The server cannot be spoken to; other mails need not be tried either."""


class MailRefused(Exception):
    """The server does not take this mail; `for_good` when it never will."""

    def __init__(self, words: str, *, for_good: bool) -> None:
        super().__init__(words)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail leaves: `tls` is `starttls`, `tls` from the first byte, or `none`; `user` is empty without sign-in."""

    host: str
    port: int
    tls: str
    user: str
    password: str
    sender: str

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Server | None:
        """The server that the settings name; None where they name none."""
        names = ("MAIL_HOST", "MAIL_PORT", "MAIL_TLS", "MAIL_USER", "MAIL_PASSWORD", "MAIL_FROM")
        return cls(*(config[name] for name in names)) if config["MAIL_HOST"] else None


def deliver(server: Server, mail: OutgoingMail, address: str, now: datetime) -> None:
    """Hand a mail over. Raises NoServer, MailRefused; what they say names no address."""
    try:
        message = written(server, mail, address, now)
        # The library finds out here at the latest what it cannot write.
        message.as_bytes()
    except Exception as problem:
        # It raises whatever it stumbles over. One mail that can never be written must not keep the others back.
        raise MailRefused(f"The mail cannot be written ({type(problem).__name__}).", for_good=True) from problem
    with _connected(server) as connection:
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            raise MailRefused(f"The server refused the address ({code}).", for_good=code >= 500) from refused
        except smtplib.SMTPServerDisconnected as lost:
            raise NoServer("The server hung up.") from lost
        except smtplib.SMTPResponseException as refused:
            raise MailRefused(f"The server refused the mail ({refused.smtp_code}).", for_good=False) from refused
        except smtplib.SMTPNotSupportedError as refused:
            raise MailRefused("The server does not take addresses with such letters.", for_good=True) from refused
        except smtplib.SMTPException as refused:
            raise MailRefused(f"The mail was not taken ({type(refused).__name__}).", for_good=False) from refused
        except OSError:
            raise
        except Exception as problem:
            raise MailRefused(f"The mail cannot be sent ({type(problem).__name__}).", for_good=True) from problem


def written(server: Server, mail: OutgoingMail, address: str, now: datetime) -> EmailMessage:
    """The mail as it leaves."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, address, mail.subject
    message["Date"], message["Message-ID"] = format_datetime(now), message_id(mail.key, server.sender)
    # Absence notes of the recipients' desks do not answer a machine (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    try:
        connection = _open(server)
    except smtplib.SMTPAuthenticationError as refused:
        raise NoServer(f"The server refused the sign-in ({refused.smtp_code}).") from refused
    except smtplib.SMTPNotSupportedError as refused:
        raise NoServer("The server offers no such encryption or sign-in. See FLASK_MAIL_TLS.") from refused
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        raise NoServer(f"The server cannot be reached ({type(problem).__name__}).") from problem
    try:
        yield connection
    except OSError as problem:
        if isinstance(problem, smtplib.SMTPException):
            raise
        raise NoServer(f"The connection broke ({type(problem).__name__}).") from problem
    finally:
        connection.close()


def _open(server: Server) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    if server.tls == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=trust)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.tls == "starttls":
            connection.starttls(context=trust)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection
