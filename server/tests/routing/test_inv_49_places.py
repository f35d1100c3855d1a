"""What a client is told of his place is the place that the engine gives him."""

from hypothesis import given
from hypothesis import strategies as st

from hovor.conversations import policy
from hovor.conversations.queries import KnownQueue
from hovor.foundation.clock import SECOND
from hovor.routing import engine
from hovor.routing.engine import LOWEST_CLASS, Facts, Policy
from hovor.routing.policy import QueueSettings
from hovor.routing.queries.asking import line, order_of
from hovor.routing.queries.rows import Queue
from tests.conversations.test_waiting import NOW, Waits, waiting

_RULES = Policy(version="1", automatic=True, total=5, kinds={}, cool_down=0)
_settings = st.builds(
    QueueSettings,
    discipline=st.sampled_from(["longest_waiting", "priority", "ageing", "head_start"]),
    head_start_seconds=st.dictionaries(st.sampled_from(["1", "2", "3"]), st.integers(0, 900)),
    ageing_rates=st.dictionaries(st.sampled_from(["1", "2", "3"]), st.floats(0.1, 10)),
)


@given(waiting, st.fixed_dictionaries({"queue": _settings, "other": _settings}))
def test_inv_49_a_client_is_told_the_place_at_which_routing_looks_at_him(
    people: list[Waits], settings: dict[str, QueueSettings]
) -> None:
    queues = {
        name: Queue(name, name, None, None, None, None, 1, settings=each) for name, each in settings.items()
    }
    orders: dict[str | None, policy.Order] = {name: _told(each) for name, each in queues.items()}
    facts = Facts(
        now=NOW,
        policy=_RULES,
        operators=(),
        waiting=tuple(_as_the_engine_sees(each) for each in people),
        past=(),
        queues=tuple(map(line, queues.values())),
    )
    places = engine.places(facts)
    told = policy.in_order(people, orders, NOW)
    for name in queues:
        same = [each.id for each in told if each.queue_id == name]
        assert {each: places[each] for each in same} == {each: at for at, each in enumerate(same, 1)}


def _told(queue: Queue) -> policy.Order:
    """The order as conversations read it."""
    known = KnownQueue(queue.id, queue.name, None, None, None, None, order_of(queue))
    return known.order


def _as_the_engine_sees(each: Waits) -> engine.Waiting:
    return engine.Waiting(
        id=each.id,
        version=1,
        queue_id=each.queue_id or "",
        group_id=None,
        operator_id=None,
        channel_id="channel",
        channel_kind="webchat",
        exclusive=False,
        priority_class=LOWEST_CLASS - each.priority,
        age_base=each.opened_at,
        rescued=bool(each.rescued),
    )


def test_inv_49_head_starts_are_in_seconds() -> None:
    assert _told(Queue("id", "Q", None, None, None, None, 1, settings=QueueSettings())) == policy.USUAL
    usual = policy.USUAL.head_starts
    assert usual == {0: 0, 1: 150 * SECOND, 2: 300 * SECOND}
