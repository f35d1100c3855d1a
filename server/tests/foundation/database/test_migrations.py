"""Migrations: they make on both engines just what the modules declare, whole or not at all."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hovor.foundation.database import metadata, migrate, revise
from hovor.foundation.database.engines import engine_for


def _schema(url: str) -> set[str]:
    """What the engine says the tables are: a line for each thing, without the order of anything."""
    engine = engine_for(url).for_migrations()
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        lines = set(_options(connection))
        for table in inspector.get_table_names():
            parts: dict[str, Sequence[Mapping[str, Any]]] = {
                "column": inspector.get_columns(table),
                "key": [inspector.get_pk_constraint(table)],
                "foreign key": inspector.get_foreign_keys(table),
                "unique": inspector.get_unique_constraints(table),
                "check": inspector.get_check_constraints(table),
                "index": inspector.get_indexes(table),
            }
            lines |= {f"{table} {part}: {_plain(each)}" for part in parts for each in parts[part]}
    engine.dispose()
    return {line for line in lines if not line.startswith("alembic_version")}


def _plain(value: object) -> object:
    """The same for what means the same."""
    if isinstance(value, Mapping):
        return sorted((name, str(_plain(each))) for name, each in value.items())
    return str(value)


def _options(connection: sa.Connection) -> list[str]:
    """What the inspector does not tell: fillfactor, and tables whose rows stand in their key's index."""
    if connection.dialect.name == "postgresql":
        rows = connection.execute(
            sa.text(
                "SELECT relname, reloptions::text FROM pg_class"
                " WHERE reloptions IS NOT NULL AND relkind = 'r'"
            )
        )
    else:
        rows = connection.execute(
            sa.text("SELECT name, 'without rowid' FROM pragma_table_list WHERE schema = 'main' AND wr")
        )
    return [f"{table} option: {option}" for table, option in rows]


def test_migrations_make_just_what_the_modules_declare(empty_database_url: str) -> None:
    revise.declare_all_tables()
    migrate.upgrade(empty_database_url)
    assert migrate.revision(empty_database_url) == migrate.newest_revision() is not None
    _check_agreement(empty_database_url)


def _check_agreement(url: str) -> None:
    migrated = _schema(url)
    assert {line.split()[0] for line in migrated} == metadata.tables.keys()
    _declare(url)
    declared = _schema(url)
    assert (migrated - declared, declared - migrated) == (set(), set())


def _declare(url: str) -> None:
    """Replace what migrations made by what the modules declare."""
    engine = engine_for(url).for_migrations()
    with engine.begin() as connection:
        existing = sa.MetaData()
        existing.reflect(connection)
        existing.drop_all(connection)
        metadata.create_all(connection)
    engine.dispose()


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations of its own, still empty."""
    made = tmp_path / "migrations"
    (made / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (made / name).write_text((migrate.FOLDERS[1] / name).read_text())
    monkeypatch.setattr(migrate, "FOLDERS", (made,))
    return made


def test_the_first_migration_that_is_written_makes_every_table(
    workshop: Path, empty_database_url: str
) -> None:
    revise.revise("Begin")
    assert migrate.revision(empty_database_url) is None
    migrate.upgrade(empty_database_url)
    migrate.upgrade(empty_database_url)
    assert migrate.revision(empty_database_url) == migrate.newest_revision() is not None
    _check_agreement(empty_database_url)


_BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before}
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table("{table}", sa.Column("id", sa.Text, primary_key=True))
    {then}
"""


def test_a_migration_that_fails_leaves_nothing_behind(workshop: Path, empty_database_url: str) -> None:
    good = _BROKEN.format(revision="one", before=None, table="first", then="")
    bad = _BROKEN.format(revision="two", before="'one'", table="second", then="raise RuntimeError('stop')")
    (workshop / "versions" / "one.py").write_text(good)
    (workshop / "versions" / "two.py").write_text(bad)
    with pytest.raises(RuntimeError, match="stop"):
        migrate.upgrade(empty_database_url)
    assert migrate.revision(empty_database_url) is None
    assert _schema(empty_database_url) == set()


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_migration_may_not_leave_rows_that_refer_to_nothing(
    workshop: Path, empty_database_url: str
) -> None:
    then = (
        "op.execute('CREATE TABLE child (id TEXT REFERENCES first(id))');"
        " op.execute(\"INSERT INTO child VALUES ('x')\")"
    )
    (workshop / "versions" / "one.py").write_text(
        _BROKEN.format(revision="one", before=None, table="first", then=then)
    )
    with pytest.raises(RuntimeError, match="refer to nothing"):
        migrate.upgrade(empty_database_url)
    assert migrate.revision(empty_database_url) is None
    sqlite3.connect(sa.make_url(empty_database_url).database or "").close()
