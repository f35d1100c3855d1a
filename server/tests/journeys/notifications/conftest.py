"""An installation that may push to browsers, and pages that may take their time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hovor.foundation.clock import SECOND
from hovor.foundation.settings import Settings
from hovor.notifications import policy
from tests.journeys.notified import PATIENCE
from tests.notifications.push_service import PushService
from tests.support.server import Hovor


@pytest.fixture
def push_service() -> Iterator[PushService]:
    """On loopback."""
    service = PushService()
    yield service
    service.close()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages get all the time that a busy machine takes to show something before another one is asked as well;
    what becomes of those that take longer than they may is tested on a clock.
    """
    monkeypatch.setattr(policy, "OFFER_UNCONFIRMED", PATIENCE * SECOND)
    monkeypatch.setattr(policy, "UNCONFIRMED", PATIENCE * SECOND)


@pytest.fixture
def hovor(migrated_database_url: str | None, tmp_path: Path, push_service: PushService) -> Iterator[Hovor]:
    """An empty installation that may speak to the push service."""
    database, allowed = migrated_database_url, (push_service.origin,)
    started = Hovor(Settings(data_dir=tmp_path, database_url=database, port=0, outgoing_allowed=allowed))
    started.start()
    yield started
    started.close()
