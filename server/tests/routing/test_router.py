"""What a process's router knows is what the database says, and it reads only what has changed."""

from hovor.foundation.caller import Actor
from hovor.foundation.events import Event, Recorded
from hovor.presence.events import StatusChanged
from hovor.routing.events import QueueChanged
from hovor.routing.queries.changes import Changed, Everything, everything, missed
from hovor.routing.reactions.known import Known
from tests.conversations.floor import Floor
from tests.routing.engine_facts import RULES


def recorded(position: int, event: Event) -> Recorded:
    """This event at this position."""
    return Recorded("company", position, f"event{position}", 0, event, Actor("system", "test"))


def status(position: int, operator_id: str = "klara") -> Recorded:
    """Somebody goes away."""
    return recorded(
        position,
        StatusChanged(
            operator_id=operator_id, status="away", cause="own", draining=False, on_another_call=False
        ),
    )


def begun(position: int = 5) -> Known:
    """It knows everything up to here."""
    known = Known()
    known.forget_what_to_read()
    known.begin(Everything(position, RULES, (), (), (), ()))
    return known


def test_what_comes_one_after_the_other_is_taken_from_the_events_alone() -> None:
    known = begun()
    assert known.hear([status(6), status(7, "tomas")])
    assert (known.position, known.operators, known.behind) == (7, {"klara", "tomas"}, False)
    assert not known.hear([status(7), status(6)])  # known already


def test_a_gap_before_an_event_was_written_by_another_process() -> None:
    known = begun()
    assert known.hear([status(7)])
    assert (known.behind, known.operators) == (True, set())
    known.behind = False
    known.caught_up([status(6, "tomas"), status(7)])
    assert (known.behind, known.position, known.operators) == (False, 7, {"tomas", "klara"})
    known.caught_up(None)
    assert known.anew


def test_after_other_rules_everything_is_read_anew() -> None:
    known = begun()
    assert known.hear([recorded(6, QueueChanged(queue_id="q", created=False))])
    assert known.anew


def test_what_is_heard_while_everything_is_read_is_not_lost() -> None:
    known = Known()
    known.forget_what_to_read()
    known.hear([status(6)])
    known.begin(Everything(5, RULES, (), (), (), ()))
    assert known.behind
    known = begun()
    known.forget_what_to_read()
    known.hear([status(6)])
    known.begin(Everything(5, RULES, (), (), (), ()))
    assert (known.position, known.operators, known.stale) == (6, {"klara"}, True)
    known.forget_what_to_read()
    known.hear([recorded(7, QueueChanged(queue_id="q", created=False))])
    known.begin(Everything(6, RULES, (), (), (), ()))
    assert known.anew


def test_who_is_named_again_while_he_is_read_is_read_again() -> None:
    known = begun()
    known.hear([status(6)])
    assert known.named() == ({"klara"}, set())
    known.hear([status(7)])
    known.take_in(Changed({"klara": None}, {}))
    assert known.operators == {"klara"}


def test_what_others_have_written_while_the_log_is_read_is_read_the_next_time() -> None:
    known = begun()
    known.hear([status(7)])
    known.behind = False
    known.hear([status(9)])
    known.caught_up([status(6, "tomas"), status(7)])
    assert (known.behind, known.position) == (True, 7)


async def test_the_log_tells_what_was_missed_unless_it_is_too_much(floor: Floor) -> None:
    _, (klara,) = await floor.staffed("Klára")
    at = (await floor.ask(everything)).position
    await floor.set_status(klara, "away")
    found = await floor.ask(missed, at)
    assert found is not None
    assert [each.position for each in found] == list(range(at + 1, at + 1 + len(found)))
    assert any(isinstance(each.event, StatusChanged) for each in found)
    assert await floor.ask(missed, at - 2_000) is None


async def test_a_process_that_hears_of_another_ones_commits_decides_by_them(floor: Floor) -> None:
    """Klára comes, and this process is told nothing but that others have reached some position."""
    channel, (klara,) = await floor.staffed("Klára")
    await floor.set_status(klara, "away")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    await floor.settle()
    floor.database.on_committed.remove(floor.router.committed)
    await floor.set_status(klara, "online")
    assert not (await floor.offers(klara))
    position = (await floor.ask(everything)).position
    floor.router.position_reached(floor.company, position)
    assert [each.conversation_id for each in await floor.offers(klara)] == [talk]


async def test_after_the_bus_was_away_everybody_is_looked_at(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    floor.database.on_committed.remove(floor.router.committed)
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    floor.router.position_reached("", 0)
    assert [each.conversation_id for each in await floor.offers(klara)] == [talk]
