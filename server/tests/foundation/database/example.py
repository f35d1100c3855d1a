"""A feature as small as can be, for the tests of the database: accounts that hold money, and notes of
what moved.
"""

import contextlib

import sqlalchemy as sa

from hovor.foundation.caller import SystemCaller
from hovor.foundation.database import Hot, Reading, Work, insert
from hovor.foundation.errors import Conflict
from hovor.foundation.events import Event
from tests.support.database import create_tables

COMPANY = "company"
CALLER = SystemCaller(COMPANY, "test")

# Of its own, so that these tables are never taken for the product's.
tables = sa.MetaData()
account = sa.Table(
    "example_account",
    tables,
    sa.Column("company_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("amount", sa.BigInteger, sa.CheckConstraint("amount >= 0"), nullable=False),
)
note = sa.Table(
    "example_note",
    tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("company_id", sa.Text, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.UniqueConstraint("company_id", "reference"),
)


class MoneyMoved(Event, kind="example.moved"):
    """An amount went into an account."""

    account: str
    amount: int


class NoteWritten(Event, kind="example.noted"):
    """A note was written."""

    conversation_id: str
    number: int


_here = sa.and_(
    account.c.company_id == sa.bindparam("company_id"), account.c.name == sa.bindparam("account_name")
)
AMOUNT = Hot(sa.select(account.c.amount).where(_here))
OPEN = Hot(insert(account).on_conflict_do_nothing().returning(account.c.name))
SET = Hot(sa.update(account).where(_here).values(amount=sa.bindparam("new_amount", type_=sa.BigInteger)))
NOTE = Hot(sa.insert(note))
NOTES = Hot(
    sa.select(note.c.number).where(note.c.company_id == sa.bindparam("company_id")).order_by(note.c.number)
)


def add(work: Work, name: str, change: int) -> int:
    """Read, then write what was read plus `change`: wrong whenever two of them run at once."""
    row = work.one(AMOUNT, company_id=work.company, account_name=name)
    if row is None:
        work.write(OPEN, company_id=work.company, name=name, amount=0)
    amount: int = (row[0] if row is not None else 0) + change
    work.write(SET, company_id=work.company, account_name=name, new_amount=amount)
    work.publish(MoneyMoved(account=name, amount=amount))
    return amount


def write_note(work: Work, number: int, reference: str | None = None) -> int:
    """Write a note and tell it; answers the position."""
    work.write(
        NOTE,
        id=work.new_id(),
        company_id=work.company,
        number=number,
        reference=reference if reference is not None else work.new_id(),
    )
    work.publish(NoteWritten(conversation_id=f"conversation {number % 3}", number=number))
    return work.position


def refuse(work: Work) -> None:
    """Refuse before anything is written."""
    raise Conflict("before writing")


def write_and_refuse(work: Work, number: int) -> None:
    """Refuse after a row and an event."""
    write_note(work, number)
    raise Conflict("after writing")


def violate(work: Work, number: int) -> None:
    """Write a row and an event, then break a constraint."""
    write_note(work, number)
    work.write(OPEN, company_id=work.company, name=f"account {number}", amount=-1)


def swallow(work: Work, number: int) -> None:
    """Break a constraint and go on as if nothing had been."""
    write_note(work, number)
    with contextlib.suppress(Exception):
        work.write(OPEN, company_id=work.company, name=f"account {number}", amount=-1)


def misread(work: Work) -> None:
    """Fail in a read."""
    work.one(sa.text("SELECT nothing FROM nowhere"))


def numbers(reading: Reading) -> list[int]:
    """The numbers of the notes, in order."""
    return [row[0] for row in reading.all(NOTES, company_id=reading.company)]


def amount(reading: Reading, name: str) -> int:
    """What the account holds; 0 when there is none."""
    row = reading.one(AMOUNT, company_id=reading.company, account_name=name)
    return 0 if row is None else row[0]


def create_example_tables(url: str) -> None:
    """On a database that has the product's tables already."""
    create_tables(url, tables)
