"""One conversation is opened to more people by a supervisor: at once, for it alone, and on record."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.conversations.errors import AlreadyTaken, NotPossibleNow
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.clock import to_rfc3339
from hovor.foundation.errors import Invalid, NotAllowed, NotFound
from hovor.routing import queries, service
from hovor.routing.errors import NobodyThere, QueueUnknown
from hovor.routing.policy import Demand, QueueSettings, Relaxation, Widening, asked_from, document_of
from hovor.routing.queries.asking import steps
from hovor.routing.service import QueueChange, RuleChange
from hovor.skills import service as skills
from tests.conversations.floor import Floor
from tests.simulation import invariants

_GROUPS = st.lists(st.sampled_from("abc"), max_size=3).map(tuple)
_LEVELS = st.none() | st.integers(1, 5)
_WIDENED = st.lists(
    st.builds(
        Widening,
        at=st.just(7),
        operator_id=st.just("sofia"),
        drop_skills=st.booleans(),
        lower_to=_LEVELS,
        add_group_ids=_GROUPS,
    ),
    max_size=4,
)
_STEPS = st.lists(
    st.builds(
        Relaxation,
        after_seconds=st.just(1),
        drop_skills=st.booleans(),
        lower_to=_LEVELS,
        add_group_ids=_GROUPS,
    ),
    max_size=4,
)


@given(st.dictionaries(st.sampled_from(["german", "boots"]), st.integers(1, 5)), _WIDENED, _STEPS)
def test_inv_37_each_opening_only_widens_every_step(
    levels: dict[str, int], widened: list[Widening], relaxation: list[Relaxation]
) -> None:
    later = tuple(
        msgspec.structs.replace(each, after_seconds=10 * (at + 1)) for at, each in enumerate(relaxation)
    )
    settings = QueueSettings(relaxation=later)
    came_with = [Demand(*each) for each in levels.items()]
    documents = [document_of(came_with, widened[:count]) for count in range(len(widened) + 1)]
    for document, count in zip(documents, range(len(widened) + 1), strict=True):
        assert asked_from(document).widened == tuple(widened[:count])
        assert asked_from(document).skills == tuple(came_with)
    padded = [steps(each, settings) for each in documents]
    for before, after in pairwise(padded):
        # Nothing asked for and nothing opened is no steps at all: the queue's own group, no skill.
        for was, became in zip(before, after, strict=False):
            asked = {each.skill: each.level for each in was.requires}
            assert all(each.level <= asked[each.skill] for each in became.requires)
            assert set(was.group_ids) <= set(became.group_ids)
            assert was.after == became.after


class Shop:
    """Sales has Klára, who is away; Care has Tomáš, who is there. A client of Sales waits."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    async def open(self) -> "Shop":
        """With German, which Klára alone speaks."""
        floor = self.floor
        self.channel, (self.klara,) = await floor.staffed("Klára")
        self.care = await floor.group("Care")
        self.tomas = await floor.operator("Tomáš", groups=(self.care,), channels=(self.channel,))
        self.sofia = await floor.operator("Sofia", role="supervisor")
        self.adam = await floor.operator("Adam", role="administrator")
        self.german = (await floor.run(skills.save_skill, skill_id=None, name="German", caller=self.adam)).id
        await floor.set_status(self.klara, "away")
        await floor.sign_in(self.tomas)
        return self

    async def write(self) -> str:
        """Somebody writes; answers the conversation."""
        return (await self.floor.write(await self.floor.visitor(self.channel))).conversation_id

    async def widen(self, talk: str, caller: OperatorCaller | None = None, **how: object) -> None:
        """The supervisor opens it."""
        await self.floor.run(service.widen, conversation_id=talk, caller=caller or self.sofia, **how)
        await self.floor.settle()
        assert await self.floor.ask(invariants.always) == []

    async def ask_for_german(self, level: int) -> None:
        """Of everybody who writes from now on."""
        change = RuleChange(name="All", skills={self.german: level})
        await self.floor.run(service.save_rule, rule_id=None, change=change, caller=self.adam)

    async def why(self, talk: str) -> queries.ExplanationView:
        """As the supervisor reads it."""
        return await self.floor.ask(queries.of_conversation, talk, caller=self.sofia)

    async def sales(self) -> str:
        """The queue."""
        known = (await self.floor.ask(queries.queues)).values()
        return next(each.id for each in known if each.group_id not in {None, self.care})


@pytest.fixture
async def shop(floor: Floor) -> Shop:
    """Open."""
    return await Shop(floor).open()


async def test_another_group_may_take_it_at_once_and_it_keeps_its_place_and_age(shop: Shop) -> None:
    floor = shop.floor
    talk = await shop.write()
    before = await floor.conversation(talk)
    assert await floor.offers(shop.tomas) == []
    await floor.wait(5)
    await shop.widen(talk, add_group_ids=[shop.care])
    (offer,) = await floor.offers(shop.tomas)
    assert offer.conversation_id == talk
    after = await floor.conversation(talk)
    assert (after.queue_id, after.opened_at, after.queued_at) == (
        before.queue_id, before.opened_at, before.queued_at,
    )  # fmt: skip
    told = (await shop.why(talk)).happened
    assert [(each.what, each.name) for each in told] == [("arrived", None), ("widened", "Sofia")]
    assert told[1].at == to_rfc3339(before.opened_at + 5_000_000)
    assert told[1].wider is not None
    assert told[1].wider.groups == ("Care",)
    # Whoever comes after is asked of Sales alone.
    other = await shop.write()
    assert (await floor.conversation(other)).state == "queued"


async def test_who_has_not_the_skill_may_take_it_when_it_is_dropped_or_lowered(shop: Shop) -> None:
    floor = shop.floor
    await floor.change_operator(shop.klara, {"skills": {shop.german: 2}})
    await shop.ask_for_german(4)
    talk = await shop.write()
    await floor.set_status(shop.klara, "online")
    # Nobody who is there has it at that level, and no step asks for less: it waits.
    assert await floor.offers(shop.klara) == []
    assert [(each.skill, each.level) for each in (await shop.why(talk)).asked] == [("German", 4)]
    await shop.widen(talk, lower_to=3)
    assert await floor.offers(shop.klara) == []
    assert [each.level for each in (await shop.why(talk)).asked] == [3]
    await shop.widen(talk, drop_skills=True)
    assert [each.conversation_id for each in await floor.offers(shop.klara)] == [talk]
    assert (await shop.why(talk)).asked == ()


async def test_what_comes_is_not_told_once_it_is_open_and_the_overflow_is_not_put_off(shop: Shop) -> None:
    floor = shop.floor
    # Somebody of Sales is there, so that no step is skipped.
    petr = await floor.operator("Petr", channels=(shop.channel,))
    await floor.sign_in(petr)
    known = await floor.ask(queries.queues)
    group = known[await shop.sales()].group_id or ""
    await floor.change_operator(petr, {"group_ids": (group,)})
    await floor.change(offer_mode="broadcast")
    care = next(each.id for each in (await floor.ask(queries.queues)).values() if each.group_id == shop.care)
    settings = {
        "relaxation": [{"after_seconds": 300, "add_group_ids": [shop.care]}],
        "overflow": {"to_queue_id": care, "after_seconds": 600},
    }
    change = QueueChange(settings=settings)
    await floor.run(service.save_queue, queue_id=await shop.sales(), change=change, caller=shop.adam)
    talk = await shop.write()
    before = (await shop.why(talk)).comes
    assert [each.what for each in before] == ["more_groups", "overflows"]
    assert before[0].wider is not None
    assert before[0].wider.add_group_ids == (shop.care,)
    await floor.wait(60)
    await shop.widen(talk, add_group_ids=[shop.care])
    assert (await shop.why(talk)).comes == before[1:]


async def test_a_step_that_counts_already_does_not_come_any_more(shop: Shop) -> None:
    floor = shop.floor
    change = QueueChange(settings={"relaxation": [{"after_seconds": 300, "add_group_ids": [shop.care]}]})
    await floor.run(service.save_queue, queue_id=await shop.sales(), change=change, caller=shop.adam)
    await floor.change(offer_mode="broadcast")
    talk = await shop.write()
    # Nobody of Sales is there: Tomáš of Care is asked at once.
    assert (await shop.why(talk)).comes == ()
    await floor.set_status(shop.klara, "online")
    assert [each.what for each in (await shop.why(talk)).comes] == ["more_groups"]


async def test_its_place_is_told(shop: Shop) -> None:
    await shop.write()
    await shop.floor.wait(1)  # of those who come at one instant anybody may be the first
    second = await shop.write()
    assert (await shop.why(second)).place == queries.PlaceView(2, 2)


async def test_it_is_refused_where_it_can_not_be_or_changes_nothing(shop: Shop) -> None:
    floor = shop.floor
    talk = await shop.write()
    nobody = await floor.group("Nobody")
    with pytest.raises(NotAllowed):
        await shop.widen(talk, caller=shop.klara, add_group_ids=[shop.care])
    with pytest.raises(NotFound):
        await shop.widen("nothing", add_group_ids=[shop.care])
    with pytest.raises(QueueUnknown):
        await shop.widen(talk, add_group_ids=["nothing"])
    with pytest.raises(NobodyThere):
        await shop.widen(talk, add_group_ids=[nobody])
    for nothing in ({}, {"drop_skills": True}, {"lower_to": 1}):
        with pytest.raises(Invalid):
            await shop.widen(talk, **nothing)
    await shop.widen(talk, add_group_ids=[shop.care])
    with pytest.raises(NotPossibleNow):
        await shop.widen(talk, drop_skills=True)
    await floor.take(shop.tomas)
    with pytest.raises(AlreadyTaken):
        await shop.widen(talk, drop_skills=True)
