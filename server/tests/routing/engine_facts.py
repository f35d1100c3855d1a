"""Facts for the engine, made up by hand and by chance."""

import msgspec
from hypothesis import strategies as st

from hovor.foundation.clock import SECOND
from hovor.routing.engine import (
    Facts,
    Kind,
    Load,
    Operator,
    Past,
    Plan,
    Policy,
    Queue,
    Requirement,
    Step,
    Waiting,
)

NOW = 10_000 * SECOND
RULES = Policy(
    version="1.1",
    automatic=True,
    total=5,
    kinds={"webchat": Kind(3, 1), "email": Kind(6, 0), "phone": Kind(1, 0)},
    cool_down=60 * SECOND,
)


def operator(name: str, **facts: object) -> Operator:
    """Somebody who can take a web chat of the group "sales"."""
    plain = Operator(
        id=name,
        refuses_because=(),
        group_ids=("sales",),
        assigned_channels=("website",),
        open_channels=("website",),
        idle_since=None,
        load=Load(),
    )
    return msgspec.structs.replace(plain, **facts)


def waiting(name: str, since: int = 0, **facts: object) -> Waiting:
    """A web chat in the queue of "sales"."""
    plain = Waiting(
        id=name,
        version=1,
        queue_id="sales-queue",
        group_id="sales",
        operator_id=None,
        channel_id="website",
        channel_kind="webchat",
        exclusive=False,
        age_base=since,
    )
    return msgspec.structs.replace(plain, **facts)


def facts(
    operators: list[Operator],
    conversations: list[Waiting],
    past: list[Past] | None = None,
    *,
    policy: Policy = RULES,
    now: int = NOW,
    queues: tuple[Queue, ...] = (),
) -> Facts:
    """Everything the engine is told."""
    return Facts(
        now=now,
        policy=policy,
        operators=tuple(operators),
        waiting=tuple(conversations),
        past=tuple(past or ()),
        queues=queues,
    )


def asks(*wanted: tuple[int, str, int]) -> tuple[Step, ...]:
    """Steps: after how many seconds, which skill, at which level; the level 0 asks for nothing."""
    return tuple(
        Step(after * SECOND, (Requirement(skill, level),) if level else ()) for after, skill, level in wanted
    )


def chosen(plan: Plan) -> dict[str, str | None]:
    """Whom each conversation goes to, in the order of the decisions."""
    return {each.choice.conversation_id: each.choice.operator_id for each in plan.decisions}


def declined(conversation: str, by: str, ago: int, outcome: str = "declined") -> Past:
    """An offer that ended so many seconds ago."""
    return Past(conversation, by, NOW - (ago + 5) * SECOND, NOW - ago * SECOND, outcome)


NAMES = ("a", "b", "c", "d")
TALKS = tuple(f"c{number}" for number in range(8))
SKILLS = ("czech", "german")
AGO = st.integers(0, 700).map(lambda ago: NOW - ago * SECOND)
PEOPLE = st.builds(
    operator,
    st.sampled_from(NAMES),
    refuses_because=st.sampled_from([(), (), (), ("away",), ("connection_lost",)]),
    group_ids=st.sampled_from([("sales",), ("care",), ("care", "sales"), ()]),
    open_channels=st.sampled_from([("website",), ("website",), ("website",), ()]),
    idle_since=st.none() | st.integers(0, 5),
    load=st.builds(
        Load,
        st.dictionaries(st.sampled_from(["webchat", "email", "phone"]), st.integers(1, 4), max_size=2),
        st.sampled_from([False, False, False, False, True]),
    ),
    total=st.none() | st.integers(1, 7),
    limits=st.dictionaries(st.sampled_from(["webchat", "email", "phone"]), st.integers(0, 5), max_size=2),
    skills=st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5)),
)
STEPS = st.sampled_from(
    [
        (),
        (),
        asks((0, "czech", 1)),
        asks((0, "czech", 3), (60, "czech", 1), (300, "", 0)),
        asks((0, "german", 2), (120, "", 0)),
        (Step(0), Step(90 * SECOND, (), ("care",))),
        (
            Step(0, (Requirement("czech", 2), Requirement("german", 1))),
            Step(30 * SECOND, (), ("care", "sales")),
        ),
    ]
)
LINE = st.builds(
    waiting,
    st.sampled_from(TALKS),
    AGO,
    queue_id=st.sampled_from(["sales-queue", "care-queue", "all", "own"]),
    channel_kind=st.sampled_from(["webchat", "webchat", "email", "phone"]),
    exclusive=st.sampled_from([False, False, True]),
    priority_class=st.integers(1, 3),
    rescued=st.sampled_from([False, False, False, True]),
    steps=STEPS,
    preferred_operator_id=st.sampled_from([None, None, "a", "b"]),
    preferred_until=st.integers(-60, 120).map(lambda ahead: NOW + ahead * SECOND),
).map(
    lambda each: msgspec.structs.replace(
        each,
        group_id={"sales-queue": "sales", "care-queue": "care"}.get(each.queue_id),
        operator_id="b" if each.queue_id == "own" else None,
    )
)
HISTORY = st.builds(
    declined,
    st.sampled_from(TALKS),
    st.sampled_from(NAMES),
    ago=st.integers(0, 599),
    outcome=st.sampled_from(["declined", "timed_out", "undelivered", "withdrawn", "failed"]),
)
QUEUES = st.fixed_dictionaries(
    {
        name: st.builds(
            Queue,
            id=st.just(name),
            discipline=st.sampled_from(["longest_waiting", "priority", "ageing", "head_start"]),
            choice=st.sampled_from(["longest_idle", "most_spare", "best_skill", "last_operator"]),
            broadcast=st.sampled_from([False, False, False, False, True]),
        )
        for name in ("sales-queue", "care-queue", "all", "own")
    }
).map(lambda found: tuple(found.values()))
ANY_FACTS = st.builds(
    facts,
    st.lists(PEOPLE, max_size=4, unique_by=lambda each: each.id),
    st.lists(LINE, max_size=8, unique_by=lambda each: each.id),
    st.lists(HISTORY, max_size=12),
    policy=st.sampled_from([RULES, RULES, RULES, msgspec.structs.replace(RULES, automatic=False)]),
    queues=QUEUES,
)
