"""Creates the demo company through the verbs, as people would have: at the times its history tells."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from hovor.demo.company import Demo, HistoryClock
from hovor.demo.content import Scene, load
from hovor.demo.telling import Step, Story
from hovor.foundation.clock import HOUR, SECOND, Clock
from hovor.foundation.identifiers import Random, new_secret
from hovor.foundation.settings import Settings
from hovor.wiring import build

OnStep = Callable[[str, int], None]
PASSWORD_BITS: Final = 96
FOUNDED_BEFORE: Final = HOUR
"""The company is there that long before its first client."""
NOTHING_GOING_ON: Final = Scene()


@dataclass(frozen=True, slots=True)
class Created:
    """What the demo is entered with."""

    emails: tuple[str, ...]
    password: str

    def document(self) -> dict[str, object]:
        """For a program."""
        return {"company": "Alderway Shop", "emails": list(self.emails), "password": self.password}

    def sentences(self) -> tuple[str, ...]:
        """For a person."""
        return (
            'The demo company "Alderway Shop" is ready.',
            f"Sign in as {', '.join(self.emails)}",
            f"Password of all of them: {self.password}",
        )


async def create(
    settings: Settings,
    clock: Clock,
    *,
    on_step: OnStep,
    scene: Scene = NOTHING_GOING_ON,
    random: Random | None = None,
) -> Created:
    """Creates the demo company in an empty, migrated database; its history ends at `clock`'s now. Identifiers
    come from `random` where it is given.
    """
    content = load()
    history_clock = HistoryClock()
    installation = build(settings, history_clock, random)
    password = settings.demo_password or new_secret(PASSWORD_BITS)
    now = clock.now()
    demo = Demo(installation, history_clock, content)
    stories = [Story(demo, told, now) for told in (*content.history, *scene.history)]
    steps = [step for story in stories for step in story.steps()]
    steps += [
        Step(now - shift.since.seconds * SECOND, partial(demo.begin_work, shift.operator))
        for shift in scene.shifts
    ]
    steps.sort(key=lambda step: step.at)
    async with installation.open():
        history_clock.at = steps[0].at - FOUNDED_BEFORE
        await demo.found(await installation.passwords.hash(password))
        on_step("people", len(demo.operators))
        for step in steps:
            # Founding the company takes its seconds, too: time never goes back.
            history_clock.at = max(history_clock.at, step.at)
            await step.take()
        on_step("conversations", len(stories))
    return Created(tuple(person.email for person in content.operators), password)
