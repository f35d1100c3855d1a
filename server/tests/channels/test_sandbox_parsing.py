"""What the sandbox reads, and what it says of its settings."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hovor.channels.sandbox.adapter import inbound
from hovor.messaging.channel import (
    Address,
    MessageArrived,
    ReceiptArrived,
    Unrecognised,
)

people = st.fixed_dictionaries(
    {"id": st.text(min_size=1, max_size=5)}, optional={"name": st.none() | st.integers()}
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
nearly_right = st.fixed_dictionaries(
    {"type": st.sampled_from(["message", "receipt", "read_up_to", "typing", "renamed", "poll"])},
    optional={
        "id": st.text() | anything,
        "from": people | anything,
        "now": people | anything,
        "message": st.text() | anything,
        "state": st.sampled_from(["read", "delivered", "failed", "lost"]),
        "text": st.text() | anything,
        "files": st.lists(st.fixed_dictionaries({"id": st.text()})) | anything,
        "at": anything,
        "on": anything,
    },
)


@given(body=st.binary() | anything.map(msgspec.json.encode))
def test_inv_06_parsing_never_raises_and_never_comes_back_empty_handed(body: bytes) -> None:
    events = inbound.parse(body)
    assert events or b"updates" in body


@given(updates=st.lists(nearly_right, max_size=5))
def test_inv_06_every_update_becomes_exactly_one_event(updates: list[dict[str, Any]]) -> None:
    events = inbound.parse(msgspec.json.encode({"updates": updates}))
    assert len(events) == len(updates)
    for update, event in zip(updates, events, strict=True):
        if isinstance(event, MessageArrived):
            assert event.sender[0] == Address("vendor", "sandbox", update["from"]["id"], "authenticated")
            assert event.text or event.attachments or event.unsupported
        if isinstance(event, Unrecognised):
            assert event.raw
            assert event.reason


def test_a_receipt_is_read_with_its_failure() -> None:
    body = (
        b'{"updates":[{"type":"receipt","message":"m","state":"failed","failure":"window","reason":"24 h"}]}'
    )
    (event,) = inbound.parse(body)
    assert isinstance(event, ReceiptArrived)
    assert (event.receipt.state, event.receipt.failure, event.receipt.reason) == ("failed", "window", "24 h")
