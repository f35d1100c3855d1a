"""Pure decisions about invitations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation.clock import DAY, HOUR, MINUTE
from hovor.foundation.identifiers import CODE_ALPHABET, new_code
from hovor.invitations import policy
from hovor.invitations.policy import Facts, Use, Validity

NOW = 1_800_000_000_000_000
YEAR = 365 * DAY


def ends(asked: Validity, *, arranged_for: int | None = None, longest: int = YEAR) -> int | None:
    return policy.valid_until(asked, now=NOW, arranged_for=arranged_for, usual=DAY, longest=longest)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts("once", 0, NOW + 1, None), "active"),
        (Facts("once", 0, NOW, None), "expired"),
        (Facts("once", 1, NOW + 1, None), "used"),
        (Facts("once", 1, NOW - 1, None), "used"),
        (Facts("repeatedly", 9, NOW + 1, None), "active"),
        (Facts("repeatedly", 9, NOW - 1, None), "expired"),
        (Facts("repeatedly", 9, None, None), "active"),
        (Facts("once", 1, NOW - 1, NOW - 5), "revoked"),
    ],
)
def test_the_state_follows_from_what_was_done_and_the_time(facts: Facts, state: str) -> None:
    assert policy.state_of(facts, NOW) == state


def test_the_usual_length_counts_from_now_or_from_the_arranged_time() -> None:
    assert ends(Validity()) == NOW + DAY
    assert ends(Validity(), arranged_for=NOW + 3 * DAY) == NOW + 4 * DAY
    assert ends(Validity(), longest=HOUR) == NOW + HOUR
    assert ends(Validity(endless=True)) is None


@pytest.mark.parametrize(
    "asked",
    [
        Validity(lasts=5 * MINUTE - 1),
        Validity(lasts=YEAR + 1),
        Validity(until=NOW),
        Validity(until=NOW + YEAR + MINUTE),
    ],
)
def test_a_length_has_a_floor_and_a_ceiling(asked: Validity) -> None:
    with pytest.raises(ValueError, match="valid for at"):
        ends(asked)


def test_a_code_works_for_seven_days_at_most_and_never_without_an_end() -> None:
    assert policy.code_until(NOW + DAY, now=NOW) == NOW + DAY
    assert policy.code_until(NOW + 30 * DAY, now=NOW) == NOW + 7 * DAY
    assert policy.code_until(None, now=NOW) is None


@given(code=st.text(CODE_ALPHABET, min_size=8, max_size=8), lower=st.booleans())
def test_a_code_is_read_however_it_is_typed(code: str, lower: bool) -> None:
    typed = policy.shown_code(code).replace("0", "o").replace("1", "l")
    assert policy.normal_code(f" {typed.lower() if lower else typed} ") == code


@pytest.mark.parametrize("typed", ["", "7K2F-94M", "7K2F-94MXX", "UUUU-UUUU", "7K2F-94M\u0130", "٧K2F-94MX"])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert policy.normal_code(typed) is None


def test_codes_are_made_of_the_whole_alphabet() -> None:
    codes = [new_code() for _ in range(400)]
    assert {len(each) for each in codes} == {8}
    assert set("".join(codes)) == set(CODE_ALPHABET)


@given(
    use=st.sampled_from(["once", "repeatedly"]),
    uses=st.integers(0, 3),
    until=st.none() | st.integers(NOW - 5, NOW + 5),
    revoked=st.booleans(),
    arranged=st.none() | st.integers(NOW - 5, NOW + 5),
    reachable=st.booleans(),
)
def test_inv_53_nothing_that_has_ended_may_be_started(
    use: Use, uses: int, until: int | None, revoked: bool, arranged: int | None, reachable: bool
) -> None:
    facts = Facts(use, uses, until, NOW - 1 if revoked else None, arranged)
    refused = policy.refuses_start(facts, NOW, reachable=reachable)
    over = revoked or (until is not None and until <= NOW) or (use == "once" and uses > 0)
    assert (refused in {"used", "expired"}) == over
    if not over:
        early = arranged is not None and arranged > NOW and not reachable
        assert refused == ("early" if early else None)


def test_the_reminder_comes_five_minutes_before_or_not_at_all() -> None:
    assert policy.remind_at(NOW + HOUR, now=NOW) == NOW + HOUR - 5 * MINUTE
    assert policy.remind_at(NOW + 5 * MINUTE, now=NOW) is None
    assert policy.remind_at(None, now=NOW) is None
