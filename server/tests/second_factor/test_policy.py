"""One-time codes against the vectors of RFC 4226 and RFC 6238, and what of them is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation.clock import SECOND
from hovor.second_factor import policy

KEY = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238(seconds: int, code: str) -> None:
    assert policy.code_at(KEY, policy.step_of(seconds * SECOND), digits=8) == code
    assert policy.code_at(KEY, policy.step_of(seconds * SECOND)) == code[2:]


@pytest.mark.parametrize(
    ("counter", "code"),
    list(enumerate(["755224", "287082", "359152", "969429", "338314", "254676", "287922"])),
)
def test_the_vectors_of_rfc_4226(counter: int, code: str) -> None:
    assert policy.code_at(KEY, counter) == code


@given(st.integers(1, 10**10), st.integers(-3, 3))
def test_one_step_before_and_after_is_taken_and_no_other(second: int, away: int) -> None:
    step = policy.step_of(second * SECOND) + away
    if step < 0:
        return
    found = policy.fitting_step(KEY, policy.code_at(KEY, step), second * SECOND)
    if abs(away) <= policy.WINDOW:
        assert found is not None
        assert policy.code_at(KEY, found) == policy.code_at(KEY, step)
    elif found is not None:
        # Two of a million codes may be the same.
        assert policy.code_at(KEY, found) == policy.code_at(KEY, step)


@pytest.mark.parametrize(
    "typed", ["", "28708", "2870822", "28708a", "\N{ARABIC-INDIC DIGIT TWO}87082", "7K2F-94MX"]
)
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert policy.fitting_step(KEY, typed, 59 * SECOND) is None


def test_blanks_are_passed_over_as_apps_show_them() -> None:
    assert policy.fitting_step(KEY, " 287 082 ", 59 * SECOND) == 1


def test_a_recovery_code_is_read_as_people_write_it() -> None:
    assert policy.normal_recovery_code("7k2f 94mx") == "7K2F94MX"
    assert policy.normal_recovery_code("oil0-9411") == "01109411"
    assert policy.normal_recovery_code("287082") is None
    assert policy.normal_recovery_code("7K2F-94MU") is None
    assert policy.shown_recovery_code("7K2F94MX") == "7K2F-94MX"


def test_apps_read_the_address() -> None:
    told = policy.address(KEY, "klára@alderway.example")
    assert told == (
        "otpauth://totp/Hovor:kl%C3%A1ra@alderway.example"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Hovor&digits=6&period=30"
    )
