"""What the tests of the foundation's database part start from."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import pytest

from hovor.foundation.database import Database
from tests.foundation.database.example import CALLER, COMPANY, create_example_tables

Run: TypeAlias = Callable[..., Awaitable[Any]]


@pytest.fixture
def database_url(database_url: str) -> str:
    """All tables of the product so far, and those of the example."""
    create_example_tables(database_url)
    return database_url


@pytest.fixture
def write(database: Database) -> Run:
    """Runs a verb in the example's company."""

    async def run(
        verb: Callable[..., Any], *arguments: object, company: str = COMPANY, **keywords: object
    ) -> Any:  # noqa: ANN401
        return await database.write(verb, *arguments, company=company, caller=CALLER, **keywords)

    return run


@pytest.fixture
def read(database: Database) -> Run:
    """Runs a query in the example's company."""

    async def run(
        query: Callable[..., Any], *arguments: object, company: str = COMPANY, **keywords: object
    ) -> Any:  # noqa: ANN401
        return await database.read(query, *arguments, company=company, caller=CALLER, **keywords)

    return run
