"""Every table belongs to a company, so that no query can forget whose rows it reads, or says why not."""

import importlib
import pkgutil

import hovor
from hovor.foundation.database import metadata
from tests.architecture.exceptions import TABLES_OF_NO_COMPANY

for found in pkgutil.walk_packages(hovor.__path__, "hovor."):
    # Tables stand in models and in the foundation; the rest need not be loaded to know them all.
    if found.name.startswith("hovor.foundation.") or found.name.endswith(".models"):
        importlib.import_module(found.name)


def test_every_table_belongs_to_a_company() -> None:
    strays = {name for name, table in metadata.tables.items() if "company_id" not in table.columns}
    assert strays == set(TABLES_OF_NO_COMPANY)


def test_a_company_is_never_left_open() -> None:
    """A row of no company would be everybody's."""
    open_columns = {
        name
        for name, table in metadata.tables.items()
        if "company_id" in table.columns and table.columns["company_id"].nullable
    }
    assert open_columns == set()
