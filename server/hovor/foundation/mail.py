"""System mail: letters that Hovor itself sends, by the server that the company names. Durable, at least once.

A verb puts a letter into the outbox in its own unit of work, sealed, since letters hold links that are
secrets; the `Mailer` brings it out after the commit. A letter that is sent twice, because the process died in
between, carries the same Message-ID, so that mailboxes show it once.
"""

import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final, Literal

import aiosmtplib
import msgspec
import sqlalchemy as sa
import structlog
from typing_extensions import override

from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import DAY, MINUTE, SECOND, Instant
from hovor.foundation.database import Database, Hot, Reading, Work, company_column, instant_column, metadata
from hovor.foundation.errors import Conflict
from hovor.foundation.events import Event, Recorded
from hovor.foundation.runner import Runner, pause
from hovor.foundation.secrets import Vault

Security = Literal["tls", "starttls", "none"]
_PASSWORD: Final = "outgoing mail password"  # noqa: S105  the purpose for which it is sealed
_LETTER: Final = "outgoing letter"
Fault = Literal[
    "unreachable", "encryption", "sign_in_refused", "sender_refused", "recipient_refused", "refused"
]
"""Why a server did not take a letter: it does not answer there; it encrypts otherwise than asked, or its
certificate does not hold; it refuses the name and password, the sender, the recipient, or the letter.
"""
# The name of a server that cannot be one is a `UnicodeError`.
_TROUBLE: Final = (aiosmtplib.SMTPException, OSError, UnicodeError)
_NAME: Final = "mailer"
_PATIENCE_SECONDS: Final = 20
_LEASE: Final = MINUTE
_GIVEN_UP_AFTER: Final = 2 * DAY
_AT_ONCE: Final = 10

outgoing_server = sa.Table(
    "outgoing_server",
    metadata,
    sa.Column("company_id", sa.Text, primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("port", sa.Integer, nullable=False),
    sa.Column("security", sa.Text, nullable=False),
    sa.Column("username", sa.Text),
    sa.Column("password_sealed", sa.Text),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.CheckConstraint("security IN ('tls', 'starttls', 'none')", name="outgoing_security_is_known"),
)

letter = sa.Table(
    "letter",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    company_column(),
    sa.Column("sealed", sa.Text, nullable=False),
    instant_column("written_at"),
    # When it is to be tried next; a try under way has a lease until then.
    instant_column("due_at"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Index("letter_due", "due_at"),
)

_server = outgoing_server.c
_SERVER: Final = Hot(
    sa.select(
        _server.host,
        _server.port,
        _server.security,
        _server.username,
        _server.password_sealed,
        _server.sender,
        _server.version,
    ).where(_server.company_id == sa.bindparam("company_id"))
)
_FORGET_SERVER: Final = Hot(
    sa.delete(outgoing_server).where(_server.company_id == sa.bindparam("of_company"))
)
_ADD_SERVER: Final = Hot(sa.insert(outgoing_server))
_ADD: Final = Hot(sa.insert(letter))
_DUE: Final = Hot(
    sa.select(letter.c.id, letter.c.sealed, letter.c.written_at, letter.c.attempts)
    .where(letter.c.company_id == sa.bindparam("company_id"), letter.c.due_at <= sa.bindparam("at"))
    .order_by(letter.c.due_at, letter.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
_LEASED: Final = Hot(
    sa.update(letter)
    .where(letter.c.company_id == sa.bindparam("of_company"), letter.c.id == sa.bindparam("of_letter"))
    .values(due_at=sa.bindparam("until", type_=sa.BigInteger), attempts=letter.c.attempts + 1)
)
_LATER: Final = Hot(
    sa.update(letter)
    .where(letter.c.company_id == sa.bindparam("of_company"), letter.c.id == sa.bindparam("of_letter"))
    .values(due_at=sa.bindparam("until", type_=sa.BigInteger))
)
_DONE: Final = Hot(
    sa.delete(letter).where(
        letter.c.company_id == sa.bindparam("of_company"), letter.c.id == sa.bindparam("of_letter")
    )
)
_DUE_COMPANIES: Final = Hot(
    sa.select(letter.c.company_id).where(letter.c.due_at <= sa.bindparam("at")).distinct()
)
_NEXT_DUE: Final = Hot(sa.select(sa.func.min(letter.c.due_at)))

log = structlog.get_logger("hovor.mail")


class LetterWritten(Event, kind="letter.written"):
    """A letter waits to be sent."""

    letter_id: str


class MailNotSetUp(Conflict):
    """The company has named no server for its outgoing mail."""

    code = "mail_not_set_up"
    status = 409
    title = "Hovor cannot send e-mails for this company yet. An administrator can set that up."


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


def outgoing_server_of(reading: Reading) -> OutgoingServer | None:
    """The company's server for outgoing mail, None where it has named none."""
    row = reading.one(_SERVER, company_id=reading.company)
    return (
        None
        if row is None
        else OutgoingServer(**dict(zip(OutgoingServer.__struct_fields__, row, strict=True)))
    )


def require_outgoing_server(reading: Reading) -> OutgoingServer:
    """The same. Raises `MailNotSetUp`."""
    found = outgoing_server_of(reading)
    if found is None:
        raise MailNotSetUp
    return found


def set_outgoing_server(work: Work, server: OutgoingServer | None) -> None:
    """Another server from here on, or none. Rights are the route's duty."""
    before = outgoing_server_of(work)
    work.write(_FORGET_SERVER, of_company=work.company)
    if server is not None:
        values = msgspec.structs.asdict(server)
        values["version"] = 1 if before is None else before.version + 1
        work.write(_ADD_SERVER, company_id=work.company, **values)


def seal_letter(vault: Vault, company: str, written: Letter) -> str:
    """As the outbox keeps it."""
    return vault.seal(msgspec.json.encode(written), company=company, purpose=_LETTER)


def seal_password(vault: Vault, company: str, password: str) -> str:
    """As it is stored."""
    return vault.seal(password, company=company, purpose=_PASSWORD)


def send_later(work: Work, sealed: str) -> None:
    """Puts a sealed letter into the outbox; it leaves right after the commit. Raises `MailNotSetUp`."""
    require_outgoing_server(work)
    letter_id = work.new_id()
    work.write(
        _ADD,
        id=letter_id,
        company_id=work.company,
        sealed=sealed,
        written_at=work.now,
        due_at=work.now,
        attempts=0,
    )
    work.publish(LetterWritten(letter_id=letter_id))


class _Job(msgspec.Struct, frozen=True):
    id: str
    sealed: str
    written_at: Instant
    attempts: int


class Mailer(Runner):
    """Brings letters out; one for each process that runs reactions."""

    def __init__(self, database: Database, vault: Vault) -> None:
        super().__init__(database.clock)
        self._database = database
        self._vault = vault
        database.on_committed.append(self._committed)

    def _committed(self, recorded: Sequence[Recorded]) -> None:
        if any(isinstance(each.event, LetterWritten) for each in recorded):
            self._ring()

    @override
    async def _work(self) -> Instant | None:
        companies = await self._database.read(_due_companies, company="", caller=Anonymous())
        for company in companies:
            caller = SystemCaller(company, _NAME)
            jobs = await self._database.write(_claim, company=company, caller=caller)
            for job in jobs:
                await self._send(job, caller)
        return await self._database.read(_next_due, company="", caller=Anonymous())

    async def _send(self, job: _Job, caller: SystemCaller) -> None:
        """One try. What fails for good, or for two days, is given up, and the log says so."""
        company = caller.company_id
        server = await self._database.read(outgoing_server_of, company=company, caller=caller)
        if server is None:
            await self._database.write(_done, job.id, company=company, caller=caller)
            return
        try:
            await self._talk(server, job, company)
        except _TROUBLE as error:
            refused = isinstance(error, aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPSenderRefused)
            old = job.written_at + _GIVEN_UP_AFTER <= self._clock.now()
            log.warning("letter_not_sent", company_id=company, error_type=type(error).__name__)
            if not (refused or old):
                await self._database.write(_later, job, company=company, caller=caller)
                return
        await self._database.write(_done, job.id, company=company, caller=caller)

    async def _talk(self, server: OutgoingServer, job: _Job, company: str) -> None:
        document = self._vault.open(job.sealed, company=company, purpose=_LETTER)
        written = msgspec.json.decode(document, type=Letter)
        await _hand_over(server, _message(written, server.sender, job), self._vault, company)


async def try_server(
    server: OutgoingServer, written: Letter, *, vault: Vault, company: str, letter_id: str, at: Instant
) -> Fault | None:
    """Hands one letter over at once and says why the server did not take it; None where it did."""
    message = _message(written, server.sender, _Job(letter_id, "", at, 0))
    try:
        await _hand_over(server, message, vault, company)
    except _TROUBLE as error:
        return _fault_of(error)
    return None


def _fault_of(error: Exception) -> Fault:
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


async def _hand_over(server: OutgoingServer, message: EmailMessage, vault: Vault, company: str) -> None:
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


def _message(written: Letter, sender: str, job: _Job) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, written.to, written.subject
    message["Date"] = formatdate(job.written_at // SECOND)
    message["Message-ID"] = f"<{job.id}@{sender.rpartition('@')[2].strip('>') or 'hovor'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(written.text)
    if written.calendar is not None:
        message.add_attachment(written.calendar, subtype="calendar", filename="invitation.ics")
    return message


def _claim(work: Work) -> list[_Job]:
    rows = work.all(_DUE, company_id=work.company, at=work.now, limit=_AT_ONCE)
    jobs = [_Job(*row) for row in rows]
    for job in jobs:
        work.write(_LEASED, of_company=work.company, of_letter=job.id, until=work.now + _LEASE)
    return jobs


def _later(work: Work, job: _Job) -> None:
    until = work.now + pause(min(job.attempts + 1, 12))
    work.write(_LATER, of_company=work.company, of_letter=job.id, until=until)


def _done(work: Work, letter_id: str) -> None:
    work.write(_DONE, of_company=work.company, of_letter=letter_id)


def _due_companies(reading: Reading) -> list[str]:
    return [company for (company,) in reading.all(_DUE_COMPANIES, at=reading.now)]


def _next_due(reading: Reading) -> Instant | None:
    row = reading.one(_NEXT_DUE)
    return None if row is None else row[0]
