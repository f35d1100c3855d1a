"""The indexed engine in a contact centre of chance, checked at every step."""

import sys

import pytest

from tests.routing.world import World

SOAK = 10_000_000
SEED = 7
HAPPENED = (
    "given",
    "compared",
    "looked into",
    "idle longest",
    "alone again",
    "not kept",
    "rescue",
    "transfer",
)


def _play(world: World, steps: int, every: int) -> None:
    for number in range(steps):
        world.step()
        if number % every == 0:
            world.look_at_all()
    world.look_at_all()
    world.play_to_the_end()


@pytest.mark.parametrize("seed", [1, 2])
def test_inv_34_to_42_and_liv_2_hold_at_every_step(seed: int) -> None:
    world = World(seed)
    _play(world, 6_000, 200)
    # It was no quiet day: everything that the checks are about has happened.
    for what in HAPPENED:
        assert world.counts[what] > 2, world.counts


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_inv_34_to_42_and_liv_2_hold_for_ten_million_steps(capsys: pytest.CaptureFixture[str]) -> None:
    world = World(SEED)
    _play(world, SOAK, 20_000)
    with capsys.disabled():
        sys.stdout.write(f"\nseed {SEED}, {SOAK:,} steps, no violation: {dict(world.counts)}\n")
    assert world.counts["given"] > SOAK // 10
