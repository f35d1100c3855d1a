"""Hypothesis plays a whole contact centre (`FloorMachine`); whatever it finds it shrinks to a few lines that
can be read.
"""

from collections.abc import Callable, Iterator
from typing import cast

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import run_state_machine_as_test as play

from hovor.foundation.database import metadata
from tests.simulation.floor_machine import FloorMachine


@pytest.fixture
def emptied(database_url: str) -> Iterator[Callable[[], str]]:
    """Gives the address of a database whose tables are empty again."""
    direct = sa.create_engine(
        database_url.replace("postgresql://", "postgresql+psycopg://"), poolclass=sa.NullPool
    )

    def empty() -> str:
        with direct.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        return database_url

    yield empty
    direct.dispose()


def _play(emptied: Callable[[], str], examples: int) -> None:
    play(
        cast("type[RuleBasedStateMachine]", lambda: FloorMachine(emptied())),
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


@pytest.mark.timeout(900)
def test_inv_01_to_42_inv_55_liv_1_to_6_hold_whatever_happens(
    emptied: Callable[[], str], engine: str
) -> None:
    _play(emptied, 20 if engine == "sqlite" else 5)


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_inv_01_to_42_inv_55_liv_1_to_6_hold_for_long(emptied: Callable[[], str], engine: str) -> None:
    _play(emptied, 1_000 if engine == "sqlite" else 200)
