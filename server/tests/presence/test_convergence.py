"""Two tabs and a telephone of one operator, on the running service: whatever happens, they show the same."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

import pytest

from tests.live.screens import Console
from tests.support.server import Company, Document, running

T_SYNC: Final = 1.0
"""Within so many seconds all of them show what the server holds."""
STEPS: Final = 40


class Devices:
    """Klára's two tabs and telephone, which only follow the live socket; Sofia may set what she is."""

    def __init__(self, company: Company, chance: Random) -> None:
        self.company = company
        self.chance = chance
        email = company.hire("klara")
        self.screens = [Console(company.hovor.sign_in(email)) for _ in range(3)]
        self.klara = company.hovor.sign_in(email)
        self.sofia = company.operator("sofia", "supervisor")
        self.visitor = company.visitor()
        self.reasons = company.administrator.ask("GET", "/away-reasons")["items"]
        self.longest = 0.0

    def step(self) -> None:
        """Something happens to her, on any device or from outside, and all of them come to show it."""
        self.chance.choice(
            [self.declare, self.declare, self.oversee, self.switch, self.reconnect, self.work]
        )()
        began = time.monotonic()
        self.agree()
        self.longest = max(self.longest, time.monotonic() - began)

    def declare(self) -> None:
        """She chooses a status on one of them."""
        reason = self.chance.choice(self.reasons)["id"]
        wishes: list[Document] = [
            {"status": "online"},
            {"status": "away"},
            {"status": "away", "away_reason_id": reason},
            {"status": "away", "after_conversations": True},
        ]
        self.chance.choice(self.screens).operator.ask("PUT", "/me/status", self.chance.choice(wishes))

    def oversee(self) -> None:
        """Her supervisor sets it."""
        wish = {"status": self.chance.choice(["online", "away"])}
        self.sofia.ask("PUT", f"/operators/{self.klara.id}/status", wish)

    def switch(self) -> None:
        """She turns her channel on or off."""
        body = {"available": self.chance.random() < 0.5}
        self.klara.ask("PUT", f"/me/channels/{self.company.channel_id}", body)

    def reconnect(self) -> None:
        """One of them is cut off and comes back."""
        self.chance.choice(self.screens).reconnect()

    def work(self) -> None:
        """A client writes, and she takes what is offered."""
        self.visitor.say("Hello?")
        for offer in self.klara.ask("GET", "/offers")["items"]:
            self.klara.ask("POST", f"/offers/{offer['id']}/accept", {})

    def agree(self) -> None:
        """Every device shows what the server holds, also after it was cut off (INV-32, LIV-5), and colleagues
        what routing uses (INV-33).
        """
        fresh = self.klara.ask("GET", "/workspace")
        for screen in self.screens:
            screen.operator.live.waits(_shows(screen, fresh))
        position, colleagues = None, []
        while position != fresh["position"]:
            position = fresh["position"]
            colleagues = self.sofia.ask("GET", "/colleagues")["items"]
            fresh = self.klara.ask("GET", "/workspace")
        (seen,) = [each for each in colleagues if each["id"] == self.klara.id]
        for name in ("status", "away_reason_id", "since", "back_at", "on_another_call", "reachable"):
            assert seen[name] == fresh["status"][name], name


def _shows(screen: Console, fresh: Document) -> Callable[[], bool]:
    """Whether the screen, after what it has heard, shows her status, switches and work as they are."""

    def shows() -> bool:
        screen.follow(until=fresh["position"])
        switches = {name: each["available"] for name, each in screen.shown["channels"].items()}
        return (
            screen.shown["status"] == fresh["status"]
            and switches == {each["id"]: each["available"] for each in fresh["channels"]}
            and screen.shown["conversations"].keys() == {each["id"] for each in fresh["conversations"]}
        )

    return shows


def _together(folder: Path, seed: int, steps: int) -> float:
    with running(folder) as hovor:
        devices = Devices(hovor.set_up(), Random(seed))
        for _ in range(steps):
            devices.step()
        return devices.longest


def test_inv_32_inv_33_liv_5_all_devices_show_the_same_whatever_happens(tmp_path: Path) -> None:
    assert _together(tmp_path, 0, STEPS) < T_SYNC


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(1, 21))
def test_inv_32_inv_33_liv_5_hold_for_long(tmp_path: Path, seed: int) -> None:
    assert _together(tmp_path, seed, 400) < T_SYNC
