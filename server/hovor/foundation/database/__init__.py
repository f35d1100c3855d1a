"""The database: units of work, reads, hot statements. Nothing outside this package knows which engine
runs.
"""

from hovor.foundation.database.connection import Row
from hovor.foundation.database.database import Database
from hovor.foundation.database.schema import (
    company_column,
    flag_column,
    identifier_column,
    instant_column,
    metadata,
    version_column,
)
from hovor.foundation.database.statements import Hot, insert
from hovor.foundation.database.work import Reading, Work

__all__ = [
    "Database",
    "Hot",
    "Reading",
    "Row",
    "Work",
    "company_column",
    "flag_column",
    "identifier_column",
    "insert",
    "instant_column",
    "metadata",
    "version_column",
]
