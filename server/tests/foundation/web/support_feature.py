"""The toy feature itself: its tables, events, verbs, queries and what its sockets are told."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from hovor.foundation import event_log
from hovor.foundation.caller import Caller, ClientCaller, OperatorCaller
from hovor.foundation.database import Hot, Reading, Work
from hovor.foundation.errors import NotFound, Refusal, StorageUnavailable
from hovor.foundation.events import Event, Recorded
from hovor.foundation.live.declarations import CUT, RESYNC, Declarations, Delivery
from hovor.foundation.rate_limits import RateLimited

tables = sa.MetaData()
"""The toy's own, apart from the product's, which migrations must make to the letter."""

item = sa.Table(
    "toy_item",
    tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("company_id", sa.Text, nullable=False),
    sa.Column("line", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("client_ref", sa.Text, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("company_id", "client_ref"),
)
right = sa.Table(
    "toy_right",
    tables,
    sa.Column("company_id", sa.Text, primary_key=True),
    sa.Column("operator_id", sa.Text, primary_key=True),
    sa.Column("line", sa.Text, primary_key=True),
)

_BY_REF = Hot(
    sa.select(item.c.id).where(
        item.c.company_id == sa.bindparam("company"), item.c.client_ref == sa.bindparam("ref")
    )
)

_ADD = Hot(sa.insert(item))


class ItemAdded(Event, kind="toy.added"):
    """An item came onto a line. `carry` is its view."""

    item_id: str
    line: str


class ItemMoved(Event, kind="toy.moved"):
    """An item went from one line to another."""

    item_id: str
    before: str
    line: str


class RightChanged(Event, kind="toy.right"):
    """An operator sees other lines now, and a line hears of it."""

    operator_id: str
    line: str = ""


class SessionOver(Event, kind="toy.session_over"):
    """A sign-in session ended."""

    session_id: str


class Broken(Event, kind="toy.broken"):
    """Its view cannot be built."""


class ItemRefused(Refusal):
    """For tests of refusals."""

    code = "item_refused"
    status = 409
    title = "This item is refused."


# -- verbs and queries
# -----------------------------------------------------------------------------------------------------


def view(row: Sequence[Any]) -> dict[str, Any]:
    return {"id": row[0], "line": row[1], "text": row[2], "version": row[3]}


_COLUMNS = (item.c.id, item.c.line, item.c.text, item.c.version)


def add(work: Work, *, line: str, text: str, client_ref: str) -> dict[str, Any]:
    found = work.one(_BY_REF, company=work.company, ref=client_ref)
    if found is not None:
        return {"id": found[0]}
    if text == "refuse":
        raise ItemRefused
    if text == "refuse with a trace":
        work.write(sa.insert(right).values(company_id=work.company, operator_id="trace", line=client_ref))
        return ItemRefused()  # type: ignore[return-value]
    if text == "too often":
        raise RateLimited(3_000_000)
    if text == "break":
        raise RuntimeError("broken by text")
    if text == "storage":
        raise StorageUnavailable
    identifier = work.new_id()
    work.write(
        _ADD, id=identifier, company_id=work.company, line=line, text=text, client_ref=client_ref, version=1
    )
    shown = {"id": identifier, "line": line, "text": text, "version": 1}
    work.publish(ItemAdded(item_id=identifier, line=line), carry=shown)
    return {"id": identifier}


def move(work: Work, *, item_id: str, line: str) -> dict[str, Any]:
    row = one_item(work, item_id)
    work.write(sa.update(item).where(item.c.id == item_id).values(line=line, version=item.c.version + 1))
    work.publish(ItemMoved(item_id=item_id, before=row["line"], line=line))
    return one_item(work, item_id)


def grant(work: Work, *, operator_id: str, lines: Sequence[str], told: str = "") -> None:
    work.write(sa.delete(right).where(right.c.company_id == work.company, right.c.operator_id == operator_id))
    for line in lines:
        work.write(sa.insert(right).values(company_id=work.company, operator_id=operator_id, line=line))
    work.publish(RightChanged(operator_id=operator_id, line=told))


def end_session(work: Work, *, session_id: str) -> None:
    work.publish(SessionOver(session_id=session_id))


def break_view(work: Work) -> None:
    work.publish(Broken())


def one_item(reading: Reading, item_id: str) -> dict[str, Any]:
    row = reading.one(sa.select(*_COLUMNS).where(item.c.company_id == reading.company, item.c.id == item_id))
    if row is None:
        raise NotFound
    return view(row)


def lines_of(reading: Reading, operator_id: str) -> list[str]:
    rows = reading.all(
        sa.select(right.c.line).where(
            right.c.company_id == reading.company, right.c.operator_id == operator_id
        )
    )
    return [row[0] for row in rows]


def snapshot(reading: Reading, *, operator_id: str) -> dict[str, Any]:
    """What this operator may see, and the position at which it was so."""
    lines = lines_of(reading, operator_id)
    rows = reading.all(
        sa.select(*_COLUMNS).where(item.c.company_id == reading.company, item.c.line.in_(lines))
    )
    return {"position": event_log.position(reading), "items": {row[0]: view(row) for row in rows}}


# -- live --------------------------------------------------------------------------------------------------
# ----------------


def _added(reading: Reading, recorded: Recorded) -> list[Delivery]:
    event = recorded.event
    assert isinstance(event, ItemAdded)
    if recorded.carry is not None:
        return [Delivery((f"line:{event.line}", f"identity:{event.line}"), "item.added", recorded.carry)]
    # Read back from the log: the item may stand elsewhere by now, and only those may see it who see it there.
    shown = one_item(reading, event.item_id)
    return [Delivery((f"line:{shown['line']}", f"identity:{shown['line']}"), "item.added", shown)]


def _moved(reading: Reading, recorded: Recorded) -> list[Delivery]:
    event = recorded.event
    assert isinstance(event, ItemMoved)
    shown = one_item(reading, event.item_id)
    return [
        Delivery((f"line:{shown['line']}",), "item.moved", shown),
        Delivery((f"line:{event.before}", f"line:{event.line}"), "item.removed", {"id": event.item_id}),
    ]


def _right(reading: Reading, recorded: Recorded) -> list[Delivery]:
    assert isinstance(recorded.event, RightChanged)
    event = recorded.event
    told = (
        [Delivery((f"line:{event.line}",), "right.changed", {"id": event.operator_id})] if event.line else []
    )
    return [*told, Delivery((f"operator:{event.operator_id}",), RESYNC)]


def _over(reading: Reading, recorded: Recorded) -> list[Delivery]:
    assert isinstance(recorded.event, SessionOver)
    return [Delivery((f"session:{recorded.event.session_id}",), CUT)]


def _broken(reading: Reading, recorded: Recorded) -> list[Delivery]:
    raise RuntimeError("CANARY in a view")


def _topics(reading: Reading, caller: Caller) -> list[str]:
    if isinstance(caller, OperatorCaller):
        own = [f"operator:{caller.operator_id}", f"company:{caller.company_id}"]
        return own + [f"line:{line}" for line in lines_of(reading, caller.operator_id)]
    assert isinstance(caller, ClientCaller)
    return [f"identity:{caller.identity_id}"]


def _typing(reading: Reading, caller: Caller, fields: Mapping[str, Any]) -> list[Delivery]:
    if fields.get("line") == "break":
        raise RuntimeError("CANARY in a signal")
    return [Delivery((f"line:{fields['line']}",), "typing", {"on": bool(fields.get("on"))})]


def _mark(work: Work, fields: Mapping[str, Any]) -> None:
    move(work, item_id=str(fields.get("item_id")), line=str(fields.get("line")))


def _watch(reading: Reading, caller: Caller, conversation_id: str) -> str:
    if not conversation_id.startswith("open"):
        raise NotFound
    return f"line:{conversation_id}"


DECLARATIONS = Declarations(
    live={ItemAdded: _added, ItemMoved: _moved, RightChanged: _right, SessionOver: _over, Broken: _broken},
    subscribe=(_topics,),
    signals={"typing": _typing},
    signal_verbs={"move": _mark},
    watch=_watch,
)
