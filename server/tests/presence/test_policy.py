"""Pure decisions of presence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.presence import policy
from hovor.presence.policy import ConnectionFacts

SEEN = ConnectionFacts(live=True, visible=True, notifications="denied", sound="blocked")
HIDDEN = ConnectionFacts(live=True, visible=False, notifications="denied", sound="blocked")
SILENT = ConnectionFacts(live=True, visible=None, notifications=None, sound=None)


@pytest.mark.parametrize(
    ("connection", "able"),
    [
        (SEEN, True),
        (HIDDEN, False),
        (SILENT, True),
        (ConnectionFacts(live=True, visible=False, notifications="granted", sound="off"), True),
        (ConnectionFacts(live=True, visible=False, notifications="default", sound="on"), True),
        (ConnectionFacts(live=False, visible=True, notifications="granted", sound="on"), False),
    ],
)
def test_a_page_that_is_hidden_and_mute_reaches_nobody(connection: ConnectionFacts, able: bool) -> None:
    assert connection.can_notify is able


def test_one_page_that_can_notify_is_enough() -> None:
    assert policy.unreachable_because("connected", [HIDDEN, SEEN]) == ()
    assert policy.unreachable_because("connected", [HIDDEN]) == ("cannot_notify",)
    assert policy.unreachable_because("connected", []) == ("cannot_notify",)


@pytest.mark.parametrize("liveness", ["never", "suspect", "lost", "gone"])
def test_inv_28_nobody_is_reachable_without_a_live_connection(liveness: policy.Liveness) -> None:
    assert policy.unreachable_because(liveness, [SEEN]) != ()


def test_every_reason_is_told() -> None:
    assert policy.declined_because("online", draining=False, on_another_call=False) == ()
    assert policy.declined_because("away", draining=True, on_another_call=True) == (
        "away",
        "draining",
        "on_another_call",
    )


def test_locked_switches_count_as_on_but_a_channel_that_is_off_or_not_ready_stays_closed() -> None:
    assert policy.channel_open(enabled=True, locked=True, switched_on=False, ready=True)
    assert not policy.channel_open(enabled=True, locked=False, switched_on=False, ready=True)
    assert not policy.channel_open(enabled=False, locked=True, switched_on=True, ready=True)
    assert not policy.channel_open(enabled=True, locked=True, switched_on=True, ready=False)


@given(st.lists(st.integers(0, 3 * policy.RULE_WINDOW), max_size=60))
def test_inv_30_a_rule_never_acts_more_than_four_times_in_ten_minutes(wishes: list[int]) -> None:
    done: list[int] = []
    for now in sorted(wishes):
        at = policy.rule_may_change_at(done, now)
        assert at >= now
        if at == now:
            done.append(now)
    for first in done:
        assert sum(first <= at < first + policy.RULE_WINDOW for at in done) <= policy.RULE_CHANGES
