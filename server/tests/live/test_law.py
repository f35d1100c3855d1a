"""INV-48 on the whole product: an old snapshot and the events after it make the new snapshot.

Chance lets a company work over the real service; after every step each console, which has only followed the
events, must show what a fresh `GET /workspace` shows; through cut connections, rights that change, and time.
"""

from pathlib import Path
from random import Random

import pytest

from tests.live.company import Floor
from tests.live.panels import Panel, plain
from tests.live.screens import Console, differences, screen
from tests.live.story import Story
from tests.support import contract
from tests.support.server import Document, running

STEPS = 100


def test_inv_48_snapshot_and_events_are_the_new_snapshot(tmp_path: Path) -> None:
    told, told_to_visitor = _tell(tmp_path / "story")
    for seed in range(2):
        told |= _work(tmp_path / str(seed), seed, STEPS)
    assert contract.event_names("operator") - told == set()
    assert contract.event_names("visitor") == told_to_visitor
    assert "resync" in told


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(100, 130))
def test_inv_48_holds_for_long(tmp_path: Path, seed: int) -> None:
    _work(tmp_path, seed, 600)


def _work(folder: Path, seed: int, steps: int) -> set[str]:
    chance = Random(seed)
    with running(folder) as hovor:
        floor = Floor(hovor, chance)
        consoles = [Console(operator) for operator in floor.everybody]
        floor.begin_the_day()
        for _ in range(steps):
            floor.step()
            if chance.random() < 0.1:
                chance.choice(consoles).reconnect()
            for console in chance.sample(consoles, 2):
                _compare(floor, console)
        for console in consoles:
            _compare(floor, console)
        return {name for console in consoles for name in console.told}


def _tell(folder: Path) -> tuple[set[str], set[str]]:
    """A conversation's whole life, seen by every operator and by its visitor."""
    with running(folder) as hovor:
        floor = Floor(hovor, Random(0))
        consoles = [Console(operator) for operator in floor.everybody]
        visitor = floor.company.visitor()
        panel = Panel(visitor, floor.company.channel_key)
        for _ in Story(floor).acts(visitor):
            for console in consoles:
                _compare(floor, console)
            if visitor.live.closed:
                panel.reconnect()
            fresh = panel.fresh()
            assert panel.comes_to_show(fresh), list(differences(plain(panel.shown), plain(fresh)))
        return {name for console in consoles for name in console.told}, set(panel.told)


def _compare(floor: Floor, console: Console) -> None:
    fresh = _at_rest(floor, console)
    wrong = list(differences(console.shown, screen(fresh)))
    assert not wrong, (wrong, floor.done[-5:], console.told[-10:])


def _at_rest(floor: Floor, console: Console) -> Document:
    """What the server shows once the console has heard everything and nothing more has happened: a view that
    is read later than its event shows what comes after it as well.
    """
    while True:
        if console.operator.live.closed:
            console.reconnect()
        if console.hears_name(floor.mark()):
            console.follow()
            fresh = console.settled()
            if console.position == fresh["position"]:
                return fresh
