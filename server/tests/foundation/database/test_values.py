"""Identifiers, secrets, callers and refusals."""

import os
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation.caller import (
    Actor,
    Anonymous,
    Caller,
    ClientCaller,
    IntegrationCaller,
    OperatorCaller,
    Role,
    SystemCaller,
    has_role,
    require_administrator,
    require_client,
    require_operator,
    require_supervisor,
)
from hovor.foundation.errors import Conflict, Invalid, NotAllowed, NotSignedIn
from hovor.foundation.identifiers import new_id, new_secret


@given(st.integers(0, 2**48 * 1000 - 1), st.binary(min_size=8, max_size=8))
def test_an_identifier_is_a_uuid_of_version_7_that_holds_its_millisecond(now: int, random: bytes) -> None:
    made = uuid.UUID(new_id(now, lambda size: random[:size]))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == now // 1000


@given(st.integers(0, 2**48 * 1000 - 2), st.binary(min_size=8, max_size=8), st.binary(min_size=8, max_size=8))
def test_identifiers_sort_by_their_microsecond(now: int, one: bytes, other: bytes) -> None:
    assert new_id(now, lambda size: one) < new_id(now + 1, lambda size: other)


def test_identifiers_of_one_instant_differ() -> None:
    assert len({new_id(0, os.urandom) for _ in range(1000)}) == 1000


@pytest.mark.parametrize(("bits", "length"), [(128, 22), (160, 27), (256, 43)])
def test_a_secret_is_safe_in_a_url_and_holds_its_bits(bits: int, length: int) -> None:
    made = new_secret(bits)
    assert len(made) == length
    assert made.replace("-", "").replace("_", "").isalnum()
    assert made != new_secret(bits)


def operator(role: Role) -> OperatorCaller:
    """Somebody of that role."""
    return OperatorCaller("company", "op", role, "session")


CLIENT = ClientCaller("company", "cl", "identity", "channel", "session")
PROGRAM = IntegrationCaller("company", "key", frozenset({"read"}))
SYSTEM = SystemCaller("company", "routing")
EVERYBODY: list[Caller] = [
    operator("operator"),
    operator("supervisor"),
    operator("administrator"),
    CLIENT,
    PROGRAM,
    SYSTEM,
    Anonymous(),
]


@pytest.mark.parametrize(
    ("require", "allowed"),
    [
        (require_operator, EVERYBODY[:3]),
        (require_supervisor, EVERYBODY[1:3]),
        (require_administrator, EVERYBODY[2:3]),
        (require_client, [CLIENT]),
    ],
)
def test_rights_by_role(require: Any, allowed: list[Caller]) -> None:  # noqa: ANN401
    for caller in EVERYBODY:
        if caller in allowed:
            assert require(caller) is caller
        else:
            with pytest.raises(NotSignedIn if caller == Anonymous() else NotAllowed):
                require(caller)


def test_a_role_holds_those_below_it() -> None:
    assert [has_role(caller, "supervisor") for caller in EVERYBODY] == [False, True, True] + [False] * 4


def test_records_say_who_it_was() -> None:
    assert [caller.actor for caller in EVERYBODY[2:]] == [
        Actor("operator", "op"),
        Actor("client", "cl"),
        Actor("integration", "key"),
        Actor("system", "routing"),
        Actor("system", "anonymous"),
    ]


def test_a_refusal_says_what_is_safe_to_show() -> None:
    assert str(Conflict()) == Conflict.title
    refusal = Conflict("It is closed.", closed_at=3)
    assert (str(refusal), refusal.extra) == ("It is closed.", {"closed_at": 3})
    invalid = Invalid(fields=[{"field": "name", "message": "is missing"}])
    assert invalid.extra == {"fields": [{"field": "name", "message": "is missing"}]}
