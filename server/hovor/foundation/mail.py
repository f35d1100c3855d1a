"""System mail: letters that Hovor itself sends, by the server that the company names. Durable, at least once.

A verb puts a letter into the outbox in its own unit of work, sealed, since letters hold links that are
secrets; the `Mailer` brings it out after the commit. A letter that is sent twice, because the process died in
between, carries the same Message-ID, so that mailboxes show it once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import aiosmtplib
import msgspec
import sqlalchemy as sa
import structlog
from typing_extensions import override

from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import DAY, MINUTE, Instant
from hovor.foundation.database import Database, Hot, Reading, Work, company_column, instant_column, metadata
from hovor.foundation.errors import Conflict, NotFound
from hovor.foundation.events import Event, Recorded
from hovor.foundation.runner import Runner, pause
from hovor.foundation.secrets import Vault
from hovor.foundation.smtp import (
    TROUBLE,
    Fault,
    Letter,
    OutgoingServer,
    Security,
    fault_of,
    hand_over,
    message_of,
    seal_password,
    try_server,
)

__all__ = [
    "Fault",
    "Letter",
    "OutgoingServer",
    "Security",
    "seal_password",
    "try_server",
]

_LETTER: Final = "outgoing letter"
_NAME: Final = "mailer"
_LEASE: Final = MINUTE
_GIVEN_UP_AFTER: Final = 2 * DAY
_PARKED_FOR: Final = 30 * DAY
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
    # Why it was not taken, and when it was given up; an administrator may have it tried again.
    sa.Column("error", sa.Text),
    instant_column("parked_at", nullable=True),
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
_live = letter.c.parked_at.is_(None)
_ADD: Final = Hot(sa.insert(letter))
_DUE: Final = Hot(
    sa.select(letter.c.id, letter.c.sealed, letter.c.written_at, letter.c.attempts)
    .where(letter.c.company_id == sa.bindparam("company_id"), letter.c.due_at <= sa.bindparam("at"), _live)
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
    sa.select(letter.c.company_id).where(letter.c.due_at <= sa.bindparam("at"), _live).distinct()
)
_NEXT_DUE: Final = Hot(sa.select(sa.func.min(letter.c.due_at)).where(_live))
_PARK: Final = Hot(
    sa.update(letter)
    .where(letter.c.company_id == sa.bindparam("of_company"), letter.c.id == sa.bindparam("of_letter"))
    .values(parked_at=sa.bindparam("at", type_=sa.BigInteger), error=sa.bindparam("why"))
)
_FORGET_PARKED: Final = Hot(
    sa.delete(letter).where(
        letter.c.company_id == sa.bindparam("of_company"), letter.c.parked_at < sa.bindparam("before")
    )
)

log = structlog.get_logger("hovor.mail")


class LetterWritten(Event, kind="letter.written"):
    """A letter waits to be sent."""

    letter_id: str


class MailNotSetUp(Conflict):
    """The company has named no server for its outgoing mail."""

    code = "mail_not_set_up"
    status = 409
    title = "Hovor cannot send e-mails for this company yet. An administrator can set that up."


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
        error=None,
        parked_at=None,
    )
    work.publish(LetterWritten(letter_id=letter_id))


@dataclass(frozen=True, slots=True)
class ParkedLetter:
    """A letter that was given up. What stands in it, and to whom it is, stays sealed."""

    id: str
    written_at: Instant
    attempts: int
    error: str
    parked_at: Instant


def parked_letters(reading: Reading) -> list[ParkedLetter]:
    """The company's, the longest parked first."""
    columns = (letter.c.id, letter.c.written_at, letter.c.attempts, letter.c.error, letter.c.parked_at)
    statement = (
        sa.select(*columns)
        .where(letter.c.company_id == reading.company, letter.c.parked_at.is_not(None))
        .order_by(letter.c.parked_at, letter.c.id)
    )
    return [ParkedLetter(*row) for row in reading.all(statement)]


def retry_letter(work: Work, letter_id: str) -> None:
    """Have a parked letter tried again now, from its first attempt on. Raises `NotFound` when it is not
    parked.
    """
    retried = work.write(
        sa.update(letter)
        .where(letter.c.company_id == work.company, letter.c.id == letter_id, letter.c.parked_at.is_not(None))
        .values(due_at=work.now, written_at=work.now, attempts=0, parked_at=None)
    )
    if not retried:
        raise NotFound
    work.publish(LetterWritten(letter_id=letter_id))


def forget_parked(work: Work) -> None:
    """Nobody has had these tried again for 30 days: what clients said is not kept here for ever."""
    work.write(_FORGET_PARKED, of_company=work.company, before=work.now - _PARKED_FOR)


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
        """One try. What fails for good, or for two days, is parked, where an administrator sees it."""
        company = caller.company_id
        server = await self._database.read(outgoing_server_of, company=company, caller=caller)
        if server is None:
            await self._database.write(_park, job.id, MailNotSetUp.code, company=company, caller=caller)
            return
        try:
            await self._talk(server, job, company)
        except TROUBLE as error:
            refused = isinstance(error, aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPSenderRefused)
            old = job.written_at + _GIVEN_UP_AFTER <= self._clock.now()
            log.warning("letter_not_sent", company_id=company, error_type=type(error).__name__)
            if refused or old:
                await self._database.write(_park, job.id, fault_of(error), company=company, caller=caller)
            else:
                await self._database.write(_later, job, company=company, caller=caller)
            return
        await self._database.write(_done, job.id, company=company, caller=caller)

    async def _talk(self, server: OutgoingServer, job: _Job, company: str) -> None:
        document = self._vault.open(job.sealed, company=company, purpose=_LETTER)
        written = msgspec.json.decode(document, type=Letter)
        message = message_of(written, server.sender, letter_id=job.id, at=job.written_at)
        await hand_over(server, message, self._vault, company)


def _claim(work: Work) -> list[_Job]:
    rows = work.all(_DUE, company_id=work.company, at=work.now, limit=_AT_ONCE)
    jobs = [_Job(*row) for row in rows]
    for job in jobs:
        work.write(_LEASED, of_company=work.company, of_letter=job.id, until=work.now + _LEASE)
    return jobs


def _later(work: Work, job: _Job) -> None:
    until = work.now + pause(min(job.attempts + 1, 12))
    work.write(_LATER, of_company=work.company, of_letter=job.id, until=until)


def _park(work: Work, letter_id: str, why: str) -> None:
    work.write(_PARK, of_company=work.company, of_letter=letter_id, at=work.now, why=why)


def _done(work: Work, letter_id: str) -> None:
    work.write(_DONE, of_company=work.company, of_letter=letter_id)


def _due_companies(reading: Reading) -> list[str]:
    return [company for (company,) in reading.all(_DUE_COMPANIES, at=reading.now)]


def _next_due(reading: Reading) -> Instant | None:
    row = reading.one(_NEXT_DUE)
    return None if row is None else row[0]
