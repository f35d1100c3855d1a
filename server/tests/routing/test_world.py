"""The indexed engine in a contact centre of chance, checked at every step."""

import pytest

from tests.routing.world import World

SOAK = 10_000_000


def _play(world: World, steps: int, every: int) -> None:
    for number in range(steps):
        world.step()
        if number % every == 0:
            world.look_at_all()
    world.look_at_all()


@pytest.mark.parametrize("seed", [1, 2])
def test_inv_34_to_42_hold_at_every_step(seed: int) -> None:
    world = World(seed)
    _play(world, 6_000, 200)
    # It was no quiet day: everything that the checks are about has happened.
    for what in ("given", "compared", "alone again", "not kept", "rescue"):
        assert world.counts[what] > 5, world.counts


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_inv_34_to_42_hold_for_ten_million_steps() -> None:
    world = World(7)
    _play(world, SOAK, 20_000)
    assert world.counts["given"] > SOAK // 10
