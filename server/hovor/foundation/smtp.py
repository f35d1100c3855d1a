"""One letter and the server that takes it: how it is written down (RFC 5322), handed over, and what is wrong
when it is not taken.
"""

import ssl
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final, Literal

import aiosmtplib
import msgspec

from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.secrets import Vault

Security = Literal["tls", "starttls", "none"]
_PASSWORD: Final = "outgoing mail password"  # noqa: S105  the purpose for which it is sealed
Fault = Literal[
    "unreachable", "encryption", "sign_in_refused", "sender_refused", "recipient_refused", "refused"
]
"""Why a server did not take a letter: it does not answer there; it encrypts otherwise than asked, or its
certificate does not hold; it refuses the name and password, the sender, the recipient, or the letter.
"""
# The name of a server that cannot be one is a `UnicodeError`.
TROUBLE: Final = (aiosmtplib.SMTPException, OSError, UnicodeError)
_PATIENCE_SECONDS: Final = 20


class OutgoingServer(msgspec.Struct, frozen=True, kw_only=True):
    """Through which server the company's letters go, and from whom they are."""

    host: str
    port: int
    security: Security
    username: str | None
    password_sealed: str | None
    sender: str
    version: int


class Letter(msgspec.Struct, frozen=True):
    """What is to be sent. `calendar` goes along as a file, by RFC 5545."""

    to: str
    subject: str
    text: str
    calendar: str | None = None


def seal_password(vault: Vault, company: str, password: str) -> str:
    """As it is stored."""
    return vault.seal(password, company=company, purpose=_PASSWORD)


async def try_server(
    server: OutgoingServer, written: Letter, *, vault: Vault, company: str, letter_id: str, at: Instant
) -> Fault | None:
    """Hands one letter over at once and says why the server did not take it; None where it did."""
    message = message_of(written, server.sender, letter_id=letter_id, at=at)
    try:
        await hand_over(server, message, vault, company)
    except TROUBLE as error:
        return fault_of(error)
    return None


async def hand_over(server: OutgoingServer, message: EmailMessage, vault: Vault, company: str) -> None:
    """Gives the server the letter. Raises one of `TROUBLE` when it does not take it."""
    password = None
    if server.password_sealed is not None:
        password = vault.open_text(server.password_sealed, company=company, purpose=_PASSWORD)
    await aiosmtplib.send(
        message,
        hostname=server.host,
        port=server.port,
        username=server.username,
        password=password,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        tls_context=None if server.security == "none" else ssl.create_default_context(),
        timeout=_PATIENCE_SECONDS,
    )


def fault_of(error: Exception) -> Fault:
    """What is wrong, of one of `TROUBLE`."""
    told: tuple[tuple[type[Exception], Fault], ...] = (
        (aiosmtplib.SMTPAuthenticationError, "sign_in_refused"),
        (aiosmtplib.SMTPSenderRefused, "sender_refused"),
        (aiosmtplib.SMTPRecipientsRefused, "recipient_refused"),
        (ssl.SSLError, "encryption"),
        (OSError, "unreachable"),
        (UnicodeError, "unreachable"),
        (aiosmtplib.SMTPResponseException, "refused"),
    )
    causes = (error, error.__cause__, error.__context__)
    for kind, fault in told:
        if any(isinstance(each, kind) for each in causes):
            return fault
    # The library has no classes of their own for servers that want or lack STARTTLS or AUTH.
    if "STARTTLS" in str(error):
        return "encryption"
    return "sign_in_refused" if "AUTH" in str(error) else "refused"


def message_of(written: Letter, sender: str, *, letter_id: str, at: Instant) -> EmailMessage:
    """As it goes out; the same letter has the same Message-ID."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, written.to, written.subject
    message["Date"] = formatdate(at // SECOND)
    message["Message-ID"] = f"<{letter_id}@{sender.rpartition('@')[2].strip('>') or 'hovor'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(written.text)
    if written.calendar is not None:
        message.add_attachment(written.calendar, subtype="calendar", filename="invitation.ics")
    return message
