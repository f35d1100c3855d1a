"""How addresses are spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.outreach import policy


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("phone", "+44 20 7946-0120", "+442079460120"),
        ("phone", "00420 (601) 900 263", "+420601900263"),
        ("phone", "601 900 263", None),
        ("phone", "+44 20 7946 012x", None),
        ("email", " Jana@Example.com ", "jana@example.com"),
        ("email", "jana@example", None),
        ("vendor", " jana ", "jana"),
        ("vendor", "ja\x00na", None),
        ("pigeon", "jana", None),
    ],
)
def test_what_was_typed_is_kept_in_one_spelling(kind: str, typed: str, kept: str | None) -> None:
    assert policy.spelled(kind, typed) == kept


@given(st.sampled_from(sorted(policy.WRONG)), st.text(max_size=30) | st.from_regex(r"\+?[0-9 ]{6,20}"))
def test_a_spelling_spelled_again_is_itself(kind: str, typed: str) -> None:
    once = policy.spelled(kind, typed)
    assert once is None or policy.spelled(kind, once) == once
