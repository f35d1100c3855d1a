"""The pure decisions about a conversation, tried against all cases and against chance."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.conversations import policy
from hovor.conversations.policy import Limits, Standing, State, Step

STEPS: tuple[Step, ...] = get_args(Step)
ALL_STATES: tuple[State, ...] = get_args(State)
LIMITS = Limits.of_settings(queued=300, served=1800, quiet_days=7, short_abandon=10)
SECOND = 1_000_000

NOBODY = Standing(
    supervisor=False,
    owner=False,
    past_owner=False,
    offered=False,
    participant=False,
    in_line=False,
    knows_client=False,
)


def test_every_state_is_in_the_table() -> None:
    assert frozenset(ALL_STATES) == policy.STATES


@pytest.mark.parametrize("step", STEPS)
def test_inv_04_nothing_follows_closed(step: Step) -> None:
    assert policy.after("closed", step) is None


@pytest.mark.parametrize("state", [state for state in ALL_STATES if state != "closed"])
def test_every_other_state_can_be_closed_or_leads_to_one_that_can(state: State) -> None:
    """Nothing is a dead end (LIV-4)."""
    assert policy.after(state, "close") == "closed"


@given(steps=st.lists(st.sampled_from(STEPS), max_size=30))
def test_inv_02_an_owner_comes_by_taking_and_goes_by_leaving_the_owned_states(steps: list[Step]) -> None:
    """Followed through any steps: a state that has an owner is only reached with one."""
    state: State = "new"
    owner = False
    for step in steps:
        following = policy.after(state, step)
        if following is None:
            continue
        owner = (owner or step == "take") and following in policy.OWNED
        state = following
        assert owner == (state in policy.OWNED)


def test_what_waits_has_no_owner() -> None:
    assert not policy.WAITING_IN_LINE & policy.OWNED
    assert not policy.SERVED & policy.FINISHED


def test_a_client_who_waits_has_five_minutes_one_who_is_served_half_an_hour() -> None:
    assert policy.gone_until("queued", gone_at=0, state_since=0, limits=LIMITS) == 300 * SECOND
    assert policy.gone_until("active", gone_at=0, state_since=0, limits=LIMITS) == 1800 * SECOND
    assert policy.gone_until("wrap_up", gone_at=0, state_since=0, limits=LIMITS) is None


def test_whoever_is_waited_for_is_so_for_the_quiet_days_wherever_he_is() -> None:
    since, week = 1000 * SECOND, 7 * 24 * 3600 * SECOND
    for gone_at in (None, 0, since):
        until = policy.gone_until("waiting_for_client", gone_at=gone_at, state_since=since, limits=LIMITS)
        assert until == since + week


@pytest.mark.parametrize("state", ALL_STATES)
def test_one_that_waits_for_us_never_closes_by_itself_while_its_client_is_there(state: State) -> None:
    until = policy.gone_until(state, gone_at=None, state_since=0, limits=LIMITS)
    assert (until is None) == (state != "waiting_for_client")


def test_a_snoozed_one_never_closes_by_itself() -> None:
    assert policy.gone_until("snoozed", gone_at=0, state_since=0, limits=LIMITS) is None


def test_a_client_who_was_away_when_he_came_back_to_the_queue_has_the_queues_time_anew() -> None:
    back = 1000 * SECOND
    assert policy.gone_until("queued", gone_at=0, state_since=back, limits=LIMITS) == back + 300 * SECOND


@pytest.mark.parametrize(
    ("state", "seconds", "cause"),
    [
        ("queued", 9, "short_abandoned"),
        ("queued", 10, "abandoned"),
        ("offered", 9, "short_abandoned"),
        ("offered", 60, "abandoned"),
        ("active", 1, "handled"),
        ("transferring", 1, "handled"),
        ("on_hold", 100, "abandoned_on_hold"),
        ("waiting_for_client", 100, "handled"),
    ],
)
def test_the_cause_says_what_had_been_done_for_a_client_who_left(
    state: State, seconds: int, cause: str
) -> None:
    found = policy.cause_of_leaving(state, opened_at=0, gone_at=seconds * SECOND, limits=LIMITS)
    assert found == cause


def with_(**facts: bool) -> Standing:
    """A standing that has these and nothing else."""
    return Standing(**{name: facts.get(name, False) for name in Standing.__dataclass_fields__})


@pytest.mark.parametrize("state", ALL_STATES)
def test_a_stranger_sees_nothing(state: State) -> None:
    assert policy.access(NOBODY, state=state, preview_allowed=True) == "none"


@pytest.mark.parametrize("state", ALL_STATES)
@pytest.mark.parametrize("standing", ["supervisor", "owner", "past_owner", "participant"])
def test_who_works_or_worked_in_it_sees_everything(state: State, standing: str) -> None:
    assert policy.access(with_(**{standing: True}), state=state, preview_allowed=False) == "full"


@pytest.mark.parametrize("standing", ["in_line", "offered"])
def test_who_may_take_it_sees_the_words_only_where_the_company_allows_it(standing: str) -> None:
    who = with_(**{standing: True})
    assert policy.access(who, state="queued", preview_allowed=True) == "full"
    assert policy.access(who, state="queued", preview_allowed=False) == "preview"
    assert policy.access(who, state="offered", preview_allowed=False) == "preview"


def test_history_of_a_client_is_open_to_who_serves_him_now_but_not_what_others_do_with_him() -> None:
    who = with_(knows_client=True)
    assert policy.access(who, state="closed", preview_allowed=True) == "full"
    assert policy.access(who, state="active", preview_allowed=True) == "none"
