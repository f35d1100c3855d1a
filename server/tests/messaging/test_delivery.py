"""The delivery state machine, driven against a model of a vendor that may do anything vendors do."""

from typing import Final, get_args

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from hovor.foundation.clock import SECOND
from hovor.messaging import delivery
from hovor.messaging.delivery import (
    RANK,
    Accepted,
    Answered,
    Cancel,
    CannotTell,
    Claimed,
    Fact,
    Found,
    LeaseOver,
    NotFound,
    Postponed,
    Receipt,
    ReceiptState,
    Rejected,
    Resend,
    Rules,
    Standing,
    State,
    Unknown,
    UnknownPolicy,
)
from tests.support.clock import START

ENTRY: Final = "0192-entry"
BUDGET: Final = 600
RECEIPTS: Final = get_args(ReceiptState)
SETTLED: Final = {"accepted", "sent", "delivered", "read", "played", "failed", "cancelled"}
TO_BE_TRIED: Final = {"queued", "sending", "retry_wait"}

rules_of_channels = st.builds(
    Rules,
    own_reference=st.booleans(),
    unknown=st.sampled_from(get_args(UnknownPolicy)),
    budget_seconds=st.just(BUDGET),
    lease_seconds=st.just(30),
)


class Sending(RuleBasedStateMachine):
    """One message, a dispatcher that may die, an operator who may resend, and a vendor with a ledger."""

    @initialize(rules=rules_of_channels, people=st.booleans())
    def begin(self, *, rules: Rules, people: bool) -> None:
        self.channel = rules
        self.people = people
        self.now = START
        self.standing = delivery.begin(self.now)
        self.ledger: list[str] = []
        self.reached: dict[int, int] = {}
        self.in_flight: list[tuple[int, bool]] = []

    def learn(self, fact: Fact) -> None:
        before = self.standing
        self.standing = delivery.follow(before, fact, self.now, self.channel).standing
        if self.standing.life == before.life:
            self.check_rank(before, self.standing)

    def check_rank(self, before: Standing, after: Standing) -> None:
        """What is known never becomes less, except that a message thought taken turns out refused."""
        was, now = RANK.get(before.state, 0), RANK.get(after.state, 0)
        assert now >= was or (after.state == "failed" and was < RANK["delivered"])
        for time in ("accepted_at", "sent_at", "delivered_at", "read_at"):
            assert getattr(before, time) in (None, getattr(after, time))

    def vendor_takes(self, reference: str) -> None:
        if not (self.channel.own_reference and reference in self.ledger):
            self.ledger.append(reference)

    @rule(seconds=st.sampled_from([0, 1, 5, 31, 120, 700]))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds * SECOND

    @precondition(lambda self: self.standing.due_at is not None)
    @rule(taken=st.booleans(), knows=st.booleans())
    def dispatcher_acts(self, *, taken: bool, knows: bool) -> None:
        assert self.standing.due_at is not None
        self.now = max(self.now, self.standing.due_at)
        if self.standing.state == "sending":
            self.learn(LeaseOver())
            return
        self.learn(Claimed())
        self.leave(delivery.reference(ENTRY, self.standing), taken=taken, knows=knows)

    def leave(self, reference: str, *, taken: bool, knows: bool) -> None:
        if self.standing.state == "unknown":
            there = reference in self.ledger
            self.learn((Found("vendor-1") if there else NotFound()) if knows else CannotTell())
        elif self.standing.state == "sending":
            if taken:
                self.vendor_takes(reference)
            self.in_flight.append((self.standing.attempts, taken))

    @precondition(lambda self: bool(self.in_flight))
    @rule(lost=st.booleans(), again=st.booleans(), data=st.data())
    def answer_comes(self, *, lost: bool, again: bool, data: st.DataObject) -> None:
        """Perhaps that of an attempt which everybody has given up."""
        attempt, taken = self.in_flight.pop(data.draw(st.integers(0, len(self.in_flight) - 1)))
        self.answer(attempt, taken=taken, lost=lost, again=again)

    def answer(self, attempt: int, *, taken: bool, lost: bool = False, again: bool = False) -> None:
        if lost:
            self.learn(Answered(attempt, Unknown("timeout")))
        elif taken:
            self.learn(Answered(attempt, Accepted("vendor-1")))
        else:
            before = self.standing
            self.learn(Answered(attempt, Rejected("vendor", "busy", again=again)))
            assert self.standing == before or before.attempts == attempt

    @precondition(lambda self: bool(self.in_flight))
    @rule()
    def dispatcher_dies(self) -> None:
        self.in_flight.clear()

    @precondition(lambda self: bool(self.ledger))
    @rule(data=st.data(), state=st.sampled_from(RECEIPTS))
    def receipt_comes(self, data: st.DataObject, state: ReceiptState) -> None:
        _, life = delivery.entry_and_life(data.draw(st.sampled_from(self.ledger)))
        self.reached[life] = max(self.reached.get(life, 0), RANK.get(state, 0))
        self.learn(Receipt(state, life=life, vendor_id="vendor-1"))

    @precondition(lambda self: self.people)
    @rule(fact=st.sampled_from([Cancel(), Postponed("turned off")]))
    def somebody_interferes(self, fact: Fact) -> None:
        self.learn(fact)

    @precondition(lambda self: delivery.resendable(self.standing, self.channel))
    @rule()
    def operator_resends(self) -> None:
        life = self.standing.life
        self.learn(Resend())
        assert (self.standing.state, self.standing.life) == ("queued", life + 1)

    @invariant()
    def inv_47_nobody_gets_a_second_copy_of_one_life(self) -> None:
        if self.channel.own_reference or self.channel.unknown != "resend":
            assert len(self.ledger) == len(set(self.ledger))

    @invariant()
    def settled_or_due(self) -> None:
        standing = self.standing
        if standing.state in SETTLED:
            assert standing.due_at is None
        if standing.state in TO_BE_TRIED:
            assert standing.due_at is not None
        if standing.state == "failed":
            assert standing.failure
            assert standing.reason

    @invariant()
    def what_arrived_stays_arrived(self) -> None:
        if max(self.reached.values(), default=0) >= RANK["delivered"] and self.standing.life == 0:
            assert RANK.get(self.standing.state, 0) >= RANK["delivered"]

    @override
    def teardown(self) -> None:
        """However it was left: with a vendor who behaves it comes to rest, nothing accepted missing."""
        if not hasattr(self, "standing"):
            return
        for _ in range(40):
            if self.standing.due_at is None:
                break
            self.dispatcher_acts(taken=True, knows=True)
            for attempt, taken in self.in_flight:
                self.answer(attempt, taken=taken)
            self.in_flight.clear()
        assert self.standing.due_at is None, "it is tried without end"
        if RANK.get(self.standing.state, 0):
            assert self.ledger
        else:
            assert self.standing.state in {"failed", "cancelled", "unknown"}


TestSending = Sending.TestCase
Sending.TestCase.settings = settings(max_examples=400, stateful_step_count=30)

a_rules = Rules(own_reference=False, unknown="ask", budget_seconds=BUDGET, lease_seconds=30)

facts = st.one_of(
    st.sampled_from(
        [Claimed(), LeaseOver(), NotFound(), CannotTell(), Resend(), Cancel(), Postponed("off"), Found("v")]
    ),
    st.builds(Receipt, st.sampled_from(RECEIPTS), life=st.sampled_from([None, 0, 1])),
    st.builds(
        Answered,
        st.integers(0, 3),
        st.one_of(
            st.just(Accepted("v")),
            st.just(Unknown("?")),
            st.builds(
                Rejected, st.just("quota"), st.just("slow down"), st.booleans(), st.sampled_from([None, 7])
            ),
        ),
    ),
)


@given(state=st.sampled_from(get_args(State)), fact=facts, due=st.booleans())
def test_every_fact_is_allowed_in_every_state(*, state: State, fact: Fact, due: bool) -> None:
    standing = Standing(state, START if due else None, START, attempts=1)
    step = delivery.follow(standing, fact, START, a_rules)
    assert RANK.get(step.standing.state, 0) >= RANK.get(state, 0) or step.standing.state == "failed"


def follow(standing: Standing, *facts: Fact, at: int = 0) -> Standing:
    for fact in facts:
        standing = delivery.follow(standing, fact, START + at * SECOND, a_rules).standing
    return standing


def test_receipts_never_lower_a_state_and_fill_in_their_times() -> None:
    fresh = delivery.begin(START)
    read = follow(fresh, Claimed(), Answered(1, Accepted("v")), Receipt("read"), at=5)
    assert read.state == "read"
    late = follow(read, Receipt("sent"), Receipt("delivered"), Receipt("read"), at=9)
    assert late.state == "read"
    assert (late.read_at, late.delivered_at) == (START + 5 * SECOND, START + 9 * SECOND)


def test_a_failure_after_arrival_is_an_anomaly_and_before_it_wins() -> None:
    sent = follow(delivery.begin(START), Claimed(), Answered(1, Accepted("v")), Receipt("sent"))
    failed = delivery.follow(sent, Receipt("failed", "window", "too late"), START, a_rules)
    assert (failed.standing.state, failed.standing.failure, failed.anomaly) == ("failed", "window", None)
    arrived = follow(sent, Receipt("delivered"))
    step = delivery.follow(arrived, Receipt("failed"), START, a_rules)
    assert (step.standing.state, step.anomaly) == ("delivered", "failed after delivered")


def test_a_receipt_may_overtake_the_answer_to_the_sending() -> None:
    sending = follow(delivery.begin(START), Claimed())
    overtaken = follow(sending, Receipt("delivered", vendor_id="v"))
    assert follow(overtaken, Answered(1, Accepted("v"))).state == "delivered"
    assert follow(overtaken, Answered(1, Unknown("timeout"))).state == "delivered"


def test_an_answer_that_comes_after_the_lease_still_tells_the_truth() -> None:
    lost = follow(delivery.begin(START), Claimed(), LeaseOver(), at=30)
    assert lost.state == "unknown"
    assert follow(lost, Answered(1, Accepted("v")), at=31).state == "accepted"
    assert follow(lost, Answered(1, Rejected("vendor", "no")), at=31).state == "unknown"


def test_a_vendor_who_asks_for_a_pause_gets_it() -> None:
    paused = follow(delivery.begin(START), Claimed(), Answered(1, Rejected("quota", "slow", True, 60)))
    assert (paused.state, paused.due_at) == ("retry_wait", START + 60 * SECOND)
    plain = follow(delivery.begin(START), Claimed(), Answered(1, Rejected("vendor", "busy", True)))
    assert plain.due_at == START + SECOND


def test_what_could_not_be_sent_in_time_fails_aloud() -> None:
    late = follow(delivery.begin(START), Claimed(), at=BUDGET)
    assert (late.state, late.failure, late.due_at) == ("failed", "expired", None)


def test_an_unknown_outcome_is_asked_about_and_then_left_to_a_person() -> None:
    standing = follow(delivery.begin(START), Claimed(), Answered(1, Unknown("reset")))
    checks = 0
    while standing.due_at is not None:
        standing = follow(standing, CannotTell(), at=(standing.due_at - START) // SECOND)
        checks += 1
    assert (standing.state, checks) == ("unknown", 4)
    assert delivery.resendable(standing, a_rules)
    assert not delivery.resendable(standing, msgspec.structs.replace(a_rules, unknown="never"))
    assert not delivery.resendable(follow(standing, Receipt("accepted")), a_rules)


def test_a_second_life_has_a_new_reference_and_only_arrival_speaks_for_the_first() -> None:
    unknown = follow(delivery.begin(START), Claimed(), Answered(1, Unknown("reset")))
    again = follow(msgspec.structs.replace(unknown, due_at=None), Resend())
    assert delivery.reference(ENTRY, again) == f"{ENTRY}.1"
    assert delivery.entry_and_life(f"{ENTRY}.1") == (ENTRY, 1)
    assert follow(again, Receipt("sent", life=0)).state == "queued"
    assert follow(again, Receipt("delivered", life=0)).state == "delivered"


@given(st.text())
def test_a_reference_that_comes_back_may_be_anything(text: str) -> None:
    _, life = delivery.entry_and_life(text)
    assert life >= 0
