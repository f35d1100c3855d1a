"""What the tests of messaging start from."""

import pytest

import hovor.accounts.models
import hovor.clients.models
import hovor.companies.models
import hovor.messaging.models  # noqa: F401  their tables are made by the fixture `database`
from hovor.foundation.database import Database
from tests.messaging.units import Units


@pytest.fixture
def units(database: Database) -> Units:
    """One company's messaging on a fresh database."""
    return Units(database)
