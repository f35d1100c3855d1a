"""What the command line does beside serving: migrate, create, check, back up, restore."""

import asyncio
import contextlib
import fcntl
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import sqlalchemy as sa

from hovor.accounts import service as accounts
from hovor.companies import queries as companies
from hovor.demo.create import Created, create
from hovor.foundation import backup
from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.clock import SystemClock
from hovor.foundation.database import Reading, Work
from hovor.foundation.database.engines import engine_for
from hovor.foundation.database.migrate import newest_revision, revision, upgrade
from hovor.foundation.errors import Refusal
from hovor.foundation.settings import Settings
from hovor.wiring import Installation, build

DEMO_EXISTS: Final = ("The data folder holds a company already; the demo was not created again.",)
_LOCK: Final = "hovor.lock"
_PROBE: Final = ".hovor-may-write"
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class CommandRefused(Refusal):
    """The command cannot do what it was asked; the detail says why and what to do."""

    code = "command_refused"
    status = 409
    title = "This cannot be done."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAdministrator:
    """One more administrator; `company` by name or id, when there are several."""

    email: str
    name: str
    password: str
    company: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `hovor check` looked at."""

    subject: str
    level: Literal["ok", "warn", "bad"]
    text: str

    @property
    def mark(self) -> str:
        """How it begins on a terminal."""
        return {"ok": "✓", "warn": "!", "bad": "✗"}[self.level]

    def document(self) -> dict[str, str]:
        """The same for a program."""
        return asdict(self)


def migrate(settings: Settings) -> str:
    """Brings the database to this version's tables; answers with the revision. Raises `CommandRefused`."""
    require_folder(settings)
    with _in_words():
        upgrade(settings.engine_url)
    return newest_revision() or ""


def require_folder(settings: Settings) -> None:
    """The data folder is there and can be written, and the database's name makes sense. Raises
    `CommandRefused`.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _PROBE).touch()
        (folder / _PROBE).unlink()
    except OSError as error:
        detail = (
            f"The data folder {folder} cannot be used: {error.strerror}. Give this account the right to "
            "write there, or name another folder with --data-dir or HOVOR_DATA_DIR."
        )
        raise CommandRefused(detail) from error
    with _in_words():
        engine_for(settings.engine_url)


def require_migrated(settings: Settings) -> None:
    """The folder can be used, and the database has this version's tables. Raises `CommandRefused`."""
    require_folder(settings)
    with _in_words():
        at = revision(settings.engine_url)
    if at != newest_revision():
        raise CommandRefused(f"The database is at revision {at or 'none'}. Run this first: hovor migrate")


@contextlib.contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """With SQLite one process has the data folder to itself until the block ends, or the process does.
    Raises `CommandRefused`.
    """
    if not engine_for(settings.engine_url).one_process_only:
        yield
        return
    with (settings.data_dir / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            detail = (
                f"Another Hovor works in {settings.data_dir}. Stop it first, or name another folder with "
                "--data-dir; several processes need PostgreSQL (HOVOR_DATABASE_URL)."
            )
            raise CommandRefused(detail) from error
        yield


async def create_demo(settings: Settings, *, progress: bool) -> Created:
    """The demo company, in an empty database only. Raises `CommandRefused`."""
    migrate(settings)
    created = await create_demo_if_empty(settings, progress=progress)
    if created is None:
        raise CommandRefused("The database holds a company already. The demo needs an empty one.")
    return created


async def create_demo_if_empty(settings: Settings, *, progress: bool = False) -> Created | None:
    """The demo company, unless there is a company already."""
    installation = build(settings)
    async with installation.open():
        database = installation.context.database
        if await database.read(companies.any_company, company="", caller=Anonymous()):
            return None
    return await create(settings, SystemClock(), on_step=_teller(progress))


async def create_administrator(settings: Settings, wish: NewAdministrator) -> str:
    """Answers with the operator's id. Raises `CommandRefused`, `EmailTaken`."""
    migrate(settings)
    installation = build(settings)
    email = accounts.normal_email(wish.email)
    problem = (
        "This is not an e-mail address." if email is None else accounts.password_problem(wish.password, email)
    )
    if email is None or problem is not None:
        raise CommandRefused(problem)
    async with installation.open():
        company = await _company(installation, wish.company)
        new = accounts.NewOperator(
            email=email,
            name=wish.name,
            password_hash=await installation.passwords.hash(wish.password),
            role="administrator",
        )
        made = await installation.context.database.write(
            accounts.create_operator, new, company=company, caller=SystemCaller(company, "command")
        )
        return made.id


async def check(settings: Settings) -> Sequence[Finding]:
    """Configuration, database and channels, in words."""
    found = [_public_address(settings)]
    try:
        require_folder(settings)
        with _in_words():
            at, wanted = revision(settings.engine_url), newest_revision()
    except CommandRefused as refusal:
        return [*found, Finding("database", "bad", refusal.detail or refusal.title)]
    if at != wanted:
        return [
            *found,
            Finding("database", "bad", f"It is at {at}, this version needs {wanted}: hovor migrate."),
        ]
    found += [Finding("database", "ok", f"Reachable, at revision {at}."), *await _processes(settings)]
    installation = build(settings)
    async with installation.open():
        database = installation.context.database
        for company_id in await database.read(companies.every_company, company="", caller=Anonymous()):
            caller = SystemCaller(company_id, "command")
            for channel in await database.read(companies.channels, company=company_id, caller=caller):
                found.append(await _channel(installation, channel))
    return found


async def back_up(settings: Settings, archive: Path, *, with_key: bool, progress: bool) -> int:
    """Writes everything into one archive while Hovor runs; answers with the number of rows."""
    await asyncio.to_thread(_require_new, archive)
    require_migrated(settings)
    installation = build(settings)
    with backup.scratch_folder() as name:
        folder = Path(name)
        async with installation.open():
            manifest = await installation.context.database.read(
                backup.take,
                folder,
                newest_revision() or "",
                _teller(progress),
                company="",
                caller=Anonymous(),
            )
        key = settings.key_file if with_key else None
        await asyncio.to_thread(backup.pack, folder, manifest, settings.files_dir, key, archive)
    return sum(manifest.rows.values())


async def restore(settings: Settings, archive: Path, *, progress: bool) -> int:
    """Fills an empty database from an archive; answers with the number of rows."""
    with backup.scratch_folder() as name:
        folder = Path(name)
        manifest = await asyncio.to_thread(backup.unpack, archive, folder)
        if manifest.revision != newest_revision():
            raise CommandRefused(
                f"The backup is of revision {manifest.revision}. Restore it with that version."
            )
        require_folder(settings)
        with alone(settings):
            rows = await _fill(settings, folder, manifest)
    _teller(progress)("rows", rows)
    return rows


async def _fill(settings: Settings, folder: Path, manifest: backup.Manifest) -> int:
    key, has_key = settings.key_file, await asyncio.to_thread(settings.key_file.exists)
    if manifest.with_key and has_key and key.read_bytes() != (folder / "secret.key").read_bytes():
        detail = f"{key} is another key than the backup's, which alone opens its secrets. Move it away first."
        raise CommandRefused(detail)
    migrate(settings)
    if manifest.with_key and not has_key:
        backup.place_key(folder, key)
    installation = build(settings)
    async with installation.open():
        rows = await installation.context.database.write(
            _restore, folder, manifest, company="", caller=Anonymous()
        )
    backup.place_files(folder, settings.files_dir)
    return rows


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """What an engine says when it cannot be used, as a refusal: the first line, which holds no password."""
    try:
        yield
    except ValueError as error:
        raise CommandRefused(f"HOVOR_DATABASE_URL cannot be used: {error}.") from error
    except sa.exc.DBAPIError as error:
        said = str(error.orig).partition("\n")[0].rstrip(".")
        detail = f"The database cannot be used: {said}. Is it running, and is HOVOR_DATABASE_URL right?"
        raise CommandRefused(detail) from error


def _require_new(archive: Path) -> None:
    if archive.exists():
        raise CommandRefused(f"{archive} exists already. Choose another name.")
    if not archive.absolute().parent.is_dir():
        raise CommandRefused(f"There is no folder {archive.absolute().parent}. Make it first.")


def first_web_chat(reading: Reading, company: str) -> str | None:
    """The key of the first website chat of the company of this name; None when there is none."""
    return companies.first_channel_key(reading, company_name=company, kind="webchat")


def _restore(work: Work, folder: Path, manifest: backup.Manifest) -> int:
    return backup.restore_rows(work, folder, manifest)


async def _company(installation: Installation, named: str | None) -> str:
    database = installation.context.database
    everywhere = await database.read(companies.every_company, company="", caller=Anonymous())
    names = {}
    for company_id in everywhere:
        caller = SystemCaller(company_id, "command")
        names[company_id] = (await database.read(companies.company, company=company_id, caller=caller)).name
    fitting = [key for key, name in names.items() if named in {None, key, name}]
    if len(fitting) != 1:
        raise CommandRefused(
            f"Name one company with --company: {', '.join(names.values()) or 'there is none'}."
        )
    return fitting[0]


async def _channel(installation: Installation, channel: companies.Channel) -> Finding:
    subject = f"channel {channel.name}"
    try:
        adapter = installation.kinds.adapter(channel.kind)
    except KeyError:
        return Finding(subject, "bad", f"This installation has no channels of kind {channel.kind}.")
    problems = await adapter.validate_settings(channel.settings, {})
    if problems:
        return Finding(subject, "bad", "; ".join(f"{each.field}: {each.message}" for each in problems))
    return Finding(subject, "ok", "Working." if channel.enabled else "Turned off.")


async def _processes(settings: Settings) -> Sequence[Finding]:
    """How processes wake each other, and which of them decides who gets what."""
    if engine_for(settings.engine_url).one_process_only:
        return [Finding("bus", "ok", "None is needed: with SQLite one process does everything.")]
    # A server with SQLite has this file too, and no use for the drivers of others.
    from hovor.foundation.company_leases_postgresql import holders  # noqa: PLC0415

    deciding = await asyncio.to_thread(holders, settings.engine_url)
    who = ", ".join(f"process {name.replace('@', ' on ')}" for name in deciding)
    decides = Finding("routing", "ok", f"Decided by {who}." if who else "Nobody decides: no process runs.")
    return [await _bus(settings), decides]


async def _bus(settings: Settings) -> Finding:
    if settings.bus_url is None:
        return Finding("bus", "ok", "Processes wake each other through PostgreSQL.")
    from hovor.foundation import bus_nats  # noqa: PLC0415  as above

    servers = bus_nats.named(settings.bus_url)
    try:
        version = await bus_nats.answers(settings.bus_url)
    except bus_nats.BusUnreachable as error:
        text = (
            f"NATS at {servers} does not answer: {str(error).rstrip('.')}. Is it running, and is "
            "HOVOR_BUS_URL right? Hovor works on, but processes hear of each other a second late, and not of "
            "who is typing."
        )
        return Finding("bus", "bad", text)
    return Finding("bus", "ok", f"Processes wake each other through NATS at {servers}, version {version}.")


def _public_address(settings: Settings) -> Finding:
    if settings.public_url is None:
        return Finding(
            "public address", "warn", "HOVOR_PUBLIC_URL is not set: sites elsewhere cannot embed the chat."
        )
    parts = urlsplit(settings.public_url)
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        text = "It is http: microphone, push and service worker need https."
        return Finding("public address", "warn", text)
    return Finding("public address", "ok", settings.public_url)


def _teller(progress: bool) -> Callable[[str, int], None]:  # noqa: FBT001  a switch and nothing else
    if not progress:
        return lambda _name, _count: None
    return _tell


def _tell(name: str, count: int) -> None:
    sys.stderr.write(f"  {name}: {count}\n")
