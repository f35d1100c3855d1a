"""Hot statements: the same values in and out on both engines, and a clear refusal of what cannot be hot."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

from hovor.foundation.database import Hot, Work, insert
from hovor.foundation.database.statements import prepare
from tests.foundation.database.conftest import Run
from tests.foundation.database.example import AMOUNT, COMPANY, OPEN, account

DIALECTS = {
    "sqlite": sqlite.dialect(paramstyle="qmark"),
    "postgresql": postgresql.psycopg.dialect(paramstyle="format"),  # type: ignore[no-untyped-call]
}
_new = insert(account)
_here = sa.and_(account.c.company_id == COMPANY, account.c.name == sa.bindparam("account_name"))
PUT = Hot(
    _new.on_conflict_do_update(
        index_elements=["company_id", "name"], set_={"amount": account.c.amount + _new.excluded.amount}
    ).returning(account.c.amount)
)
DOUBLE = Hot(sa.update(account).where(_here).values(amount=account.c.amount * 2 + 1))
LIKE = Hot(sa.select(account.c.name).where(account.c.name.like("100%")))
TOTAL = Hot(sa.select(sa.func.sum(account.c.amount), sa.func.count(), sa.func.max(account.c.name)))


async def test_a_hot_insert_knows_on_conflict_on_both_engines(write: Run) -> None:
    def put_twice(work: Work) -> tuple[Any, ...]:
        row = {"company_id": COMPANY, "name": "100% \N{SNOWMAN} '", "amount": 2**40}
        first, ignored = work.write_one(OPEN, **row), work.write_one(OPEN, **row)
        return first, ignored, work.write_one(PUT, **row), work.all(LIKE)

    name = "100% \N{SNOWMAN} '"
    assert await write(put_twice) == ((name,), None, (2**41,), [(name,)])


async def test_constants_in_a_hot_statement_need_no_values(write: Run, read: Run) -> None:
    def double(work: Work) -> int:
        work.write(OPEN, company_id=COMPANY, name="a", amount=20)
        return work.write(DOUBLE, account_name="a")

    assert await write(double) == 1
    assert await read(lambda reading: reading.one(AMOUNT, company_id=COMPANY, account_name="a")) == (41,)


async def test_a_sum_is_a_whole_number_on_both_engines(write: Run, read: Run) -> None:
    def fill(work: Work) -> None:
        for number in range(3):
            work.write(OPEN, company_id=COMPANY, name=str(number), amount=2**60)

    assert await read(lambda reading: reading.one(TOTAL)) == (None, 0, None)
    await write(fill)
    assert await read(lambda reading: reading.one(TOTAL)) == (3 * 2**60, 3, "2")
    average = await read(lambda reading: reading.one(sa.select(sa.func.avg(account.c.amount))))
    assert average[0] == 2**60


async def test_a_cold_statement_gives_rows_with_names(write: Run, read: Run) -> None:
    await write(lambda work: work.write(OPEN, company_id=COMPANY, name="a", amount=1))
    row = await read(lambda reading: reading.one(sa.select(account).where(account.c.name.in_(["a", "b"]))))
    assert (row.name, row.amount) == ("a", 1)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"company_id": COMPANY},
        {"company_id": COMPANY, "name": "a"},
        {"company_id": COMPANY, "account_name": "a", "amount": 1},
    ],
)
async def test_missing_and_unknown_values_are_refused_by_name(read: Run, values: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="missing values"):
        await read(lambda reading: reading.one(AMOUNT, **values))


async def test_many_rows_need_the_right_values_each(write: Run) -> None:
    with pytest.raises(TypeError, match=r"missing values \['amount'\], unknown values \['amuont'\]"):
        await write(lambda work: work.write_many(OPEN, [{"company_id": COMPANY, "name": "a", "amuont": 1}]))


_typed = sa.Table(
    "typed",
    sa.MetaData(),
    sa.Column("at", sa.DateTime),
    sa.Column("what", sa.JSON),
    sa.Column("id", sa.Text),
    sa.Column("made", sa.Text, default=lambda: "now"),
)


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (sa.select(_typed.c.id).where(_typed.c.id.in_(sa.bindparam("ids", expanding=True))), "IN"),
        (sa.select(_typed.c.id).where(_typed.c.id.in_(["a", "b"])), "IN"),
        (sa.select(_typed.c.what), "what"),
        (sa.select(_typed.c.at), "at"),
        (sa.select(_typed.c.id == "a"), "conversion"),
        (sa.insert(_typed).values(what=sa.bindparam("what"), made="now"), "what"),
        (sa.insert(_typed).values(id=sa.bindparam("id")), "defaults"),
    ],
)
def test_what_needs_sqlalchemy_cannot_be_hot(dialect: Dialect, statement: sa.Executable, reason: str) -> None:
    with pytest.raises(TypeError, match=rf"cannot be Hot, it needs .*{reason}"):
        prepare(Hot(statement), dialect)


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_what_has_its_values_in_it_needs_none(dialect: Dialect) -> None:
    prepared = prepare(Hot(sa.select(sa.literal_column("1"))), dialect)
    assert (prepared.names, prepared.bind({})) == (frozenset(), ())
