"""What SQLite makes of the statements of the hot paths. It has no figures of the tables to go by: where a
statement names the company and something else, and each of the two has an index, it may choose the company's
and look through all that it has.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

import hovor.wiring.installation  # noqa: F401  every statement is declared
from hovor.foundation.database import Hot
from hovor.foundation.database.migrate import upgrade

_OF_COMPANY: Final = re.compile(r"SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \(company_id=\?\)")
_TABLE: Final = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO) (\w+)")
_MANY: Final = 300
_NAMED: Final = r"\b{table}\.(\w+) = :"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An empty database as the migrations leave it."""
    file: Path = tmp_path_factory.mktemp("plans") / "empty.sqlite"
    upgrade(f"sqlite:///{file}")
    connection = sqlite3.connect(file)
    yield connection
    connection.close()


def test_no_statement_looks_through_a_company_for_what_it_names(migrated: sqlite3.Connection) -> None:
    leading = _leading_columns(migrated)
    tables = {name for (name,) in migrated.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    # Tests declare tables of their own.
    texts = [text for text in map(_text, Hot.declared) if tables.issuperset(_TABLE.findall(text))]
    assert len(texts) > _MANY
    found = {
        text: sorted(named)
        for text in texts
        for table in _looked_through(migrated, text)
        if (named := leading[table].intersection(re.findall(_NAMED.format(table=table), text)))
    }
    assert not found, found


def test_a_scan_of_the_company_would_be_found(migrated: sqlite3.Connection) -> None:
    two = "CREATE TABLE thing (id, company_id, client_id)"
    for statement in (
        two,
        "CREATE INDEX of_client ON thing (client_id)",
        "CREATE INDEX of_us ON thing (company_id)",
    ):
        migrated.execute(statement)
    text = "SELECT id FROM thing WHERE thing.company_id = :company_id AND thing.client_id = :client_id"
    assert _looked_through(migrated, text) == ["thing"]
    assert "client_id" in _leading_columns(migrated)["thing"]


def _text(hot: Hot) -> str:
    statement = hot.statement
    assert isinstance(statement, sa.ClauseElement)
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="named")))


def _looked_through(connection: sqlite3.Connection, text: str) -> list[str]:
    values = dict.fromkeys(re.findall(r":(\w+)", text), 0)
    steps = connection.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall()
    return [table for step in steps for table in _OF_COMPANY.findall(step[3])]


def _leading_columns(connection: sqlite3.Connection) -> Mapping[str, set[str]]:
    """By table the columns that an index begins with, the company apart."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    indexes = connection.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'").fetchall()
    for table, name in indexes:
        first = connection.execute(
            "SELECT name FROM pragma_index_info(?) WHERE seqno = 0", (name,)
        ).fetchone()
        found[table].update(first)
    for columns in found.values():
        columns.discard("company_id")
    return found
