"""Reactions within a unit, and the registry that holds all reactions."""

from types import SimpleNamespace

import pytest

from hovor.foundation.database import Work
from hovor.foundation.errors import Conflict
from hovor.foundation.event_log import after
from hovor.foundation.events import KINDS, Event
from hovor.foundation.reactions import Listener, Registry
from tests.foundation.database.conftest import Run
from tests.foundation.database.example import MoneyMoved, NoteWritten, amount, numbers, write_note


def move(work: Work, event: NoteWritten) -> None:
    """A note moves money, which is another event with reactions of its own."""
    if event.number == 13:
        raise Conflict("not thirteen")
    work.as_system("mover").publish(MoneyMoved(account="a", amount=event.number))


def note_again(work: Work, event: MoneyMoved) -> None:
    """Money that moved is noted, until there is little left."""
    if event.amount > 1:
        write_note(work, event.amount // 2)


def never_ends(work: Work, event: NoteWritten) -> None:
    """Each note brings another."""
    if event.number >= 1000:
        write_note(work, event.number + 1)


@pytest.fixture
def registry() -> Registry:
    """Notes move money, money is noted."""
    return Registry.of(within=[(NoteWritten, move), (NoteWritten, never_ends), (MoneyMoved, note_again)])


async def test_reactions_run_at_once_depth_first_in_the_same_unit(write: Run, read: Run) -> None:
    assert await write(write_note, 8) == 8
    recorded = await read(after, 0)
    assert [(each.event.kind, each.actor.id) for each in recorded] == [
        ("example.noted", "test"),
        ("example.moved", "mover"),
        *[("example.noted", "mover"), ("example.moved", "mover")] * 3,
    ]
    assert await read(numbers) == [1, 2, 4, 8]


async def test_a_reaction_that_refuses_undoes_the_whole_unit(write: Run, read: Run) -> None:
    with pytest.raises(Conflict):
        await write(write_note, 27)
    assert await read(numbers) == []
    assert await read(after, 0) == []
    assert await read(amount, "a") == 0


async def test_reactions_without_end_are_stopped(write: Run, read: Run) -> None:
    with pytest.raises(RuntimeError, match="without end"):
        await write(write_note, 1000)
    assert await read(numbers) == []


async def test_many_reactions_one_after_the_other_are_no_depth(write: Run, read: Run) -> None:
    def write_many(work: Work) -> None:
        for _ in range(50):
            write_note(work, 1)

    await write(write_many)
    assert await read(numbers) == [1] * 50


def handle(work: Work, recorded: object) -> None:
    """Nothing."""


def test_the_registry_collects_what_modules_declare() -> None:
    listener = Listener("one", frozenset({NoteWritten}), handle)
    first = SimpleNamespace(WITHIN=((NoteWritten, move),), TIMERS={"a": handle})
    second = SimpleNamespace(WITHIN=((NoteWritten, never_ends),), AFTER=(listener,))
    registry = Registry.collect([first, second, SimpleNamespace()])
    assert registry.within == {NoteWritten: (move, never_ends)}
    assert (registry.listeners, registry.timers) == ((listener,), {"a": handle})


def test_a_name_stands_for_one_listener_and_one_timer() -> None:
    listener = Listener("one", frozenset({NoteWritten}), handle)
    with pytest.raises(ValueError, match="listener: one"):
        Registry.of(listeners=[listener, listener])
    with pytest.raises(ValueError, match="timer: a"):
        Registry.of(timers=[("a", handle), ("a", handle)])


def test_a_kind_stands_for_one_event() -> None:
    assert KINDS["example.noted"] is NoteWritten
    with pytest.raises(TypeError, match=r"two events are called 'example.noted'"):

        class Another(Event, kind="example.noted"):
            pass


def test_an_event_cannot_be_changed_and_knows_its_subject() -> None:
    event = NoteWritten(conversation_id="c", number=1)
    with pytest.raises(AttributeError):
        event.number = 2
    assert (event.subject, MoneyMoved(account="a", amount=1).subject) == ("c", None)
