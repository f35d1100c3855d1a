"""Pure decisions about accounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.accounts import policy
from hovor.foundation.clock import DAY, HOUR, MINUTE


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("  Klara@Alderway.Example ", "klara@alderway.example"),
        ("klara@localhost", "klara@localhost"),
        ("klara", None),
        ("klara@", None),
        ("klara@a@b.example", None),
        ("klara novotna@alderway.example", None),
        ("klara@alderway..example", None),
        (f"{'k' * 250}@alderway.example", None),
    ],
)
def test_an_address_is_stored_in_one_form(text: str, email: str | None) -> None:
    assert policy.normal_email(text) == email


@pytest.mark.parametrize(
    "password",
    ["short", "passwordpassword", "aaaaaaaaaaaaaaa", "klara@alderway.example", "x" * 300, "PASSWORD1234"],
)
def test_a_password_that_anybody_would_try_is_refused(password: str) -> None:
    assert policy.password_problem(password, "klara@alderway.example") is not None


def test_a_long_sentence_is_a_password() -> None:
    assert policy.password_problem("seven green kettles sing", "klara@alderway.example") is None


@given(st.text(max_size=400), st.text(max_size=40))
def test_no_accepted_password_is_short(password: str, email: str) -> None:
    if policy.password_problem(password, email) is None:
        assert policy.SHORTEST_PASSWORD <= len(password) <= policy.LONGEST_PASSWORD


def test_a_sign_in_ends_without_use_and_in_any_case_after_its_limit() -> None:
    def ends_at(seen: int) -> int:
        return policy.sign_in_ends_at(0, seen, idle=12 * HOUR, limit=30 * DAY)

    assert ends_at(HOUR) == 13 * HOUR
    assert ends_at(30 * DAY - MINUTE) == 30 * DAY


def test_pauses_grow_and_end() -> None:
    pauses = [policy.ADDRESS_PAUSES.pause(failures) for failures in range(40)]
    assert pauses[:6] == [0] * 6
    assert pauses == sorted(pauses)
    assert pauses[-1] == 5 * MINUTE


@given(st.sets(st.sampled_from("abcd")), st.sampled_from("abcd"))
def test_inv_54_only_the_sole_administrator_is_the_last_one(administrators: set[str], one: str) -> None:
    assert policy.is_last_administrator(administrators, one) == (administrators == {one})
