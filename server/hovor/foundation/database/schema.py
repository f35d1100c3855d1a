"""The one collection of tables, and the columns that most tables have.

Tables hold text and whole numbers only: instants are microseconds (`BigInteger`), flags 0 or 1 (`Integer`),
documents JSON text. So a row is the same plain values on both engines, and any statement may be a `Hot`
one.
"""

from typing import Final

import sqlalchemy as sa

# Constraints need names that are the same on both engines, or a later migration cannot find them.
NAMES: Final = {
    "pk": "%(table_name)s_key",
    "ix": "%(table_name)s_by_%(column_0_N_name)s",
    "uq": "%(table_name)s_unique_%(column_0_N_name)s",
    "fk": "%(table_name)s_%(column_0_N_name)s_exists",
}

metadata = sa.MetaData(naming_convention=NAMES)
"""All tables of all features; `hovor.wiring` imports them all."""


def identifier_column(name: str = "id") -> sa.Column[str]:
    """The primary key: an id made by `new_id`."""
    return sa.Column(name, sa.Text, primary_key=True)


def company_column() -> sa.Column[str]:
    """The company a row belongs to. Every table has it or stands on the list of exceptions."""
    return sa.Column("company_id", sa.Text, nullable=False)


def instant_column(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """Microseconds since 1970 UTC."""
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def flag_column(name: str) -> sa.Column[int]:
    """0 or 1."""
    return sa.Column(
        name, sa.Integer, sa.CheckConstraint(f"{name} IN (0, 1)", name=f"{name}_is_a_flag"), nullable=False
    )


def version_column() -> sa.Column[int]:
    """Grows by one with each change of the row."""
    return sa.Column("version", sa.BigInteger, nullable=False)
