"""What Alembic runs for every command. `hovor.foundation.database.migrate` gives it the connection."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.operations.ops import CreateTableOp, MigrationScript

from hovor.foundation.database.schema import metadata


def keep_checks_of_columns(_context: object, _revision: object, scripts: Iterable[Any]) -> None:
    """Alembic writes the checks of a table, and forgets those that stand within a column."""
    for script in scripts:
        if isinstance(script, MigrationScript) and script.upgrade_ops is not None:
            for made in script.upgrade_ops.ops:
                if isinstance(made, CreateTableOp):
                    made.columns = [*made.columns, *_checks(made.columns)]


def _checks(columns: Iterable[Any]) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(check.sqltext, name=check.name)
        for column in columns
        if isinstance(column, sa.Column)
        for check in column.constraints
        if isinstance(check, sa.CheckConstraint)
    ]


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most of a table: Alembic makes a new one and copies.
    render_as_batch=True,
    compare_type=True,
    process_revision_directives=keep_checks_of_columns,
)
with context.begin_transaction():
    context.run_migrations()
