"""A toy feature behind the real edges: items on lines, seen by operators who have a right to the line.

It has what the edges are for: a hot post, views that need a read, views from memory, rights that change,
signals.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request, UploadFile
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from hovor.foundation import event_log
from hovor.foundation.bus import InProcessBus
from hovor.foundation.caller import Caller, ClientCaller, OperatorCaller
from hovor.foundation.database import Database, Hot, Reading, Work
from hovor.foundation.errors import Conflict, NotFound, Refusal, StorageUnavailable
from hovor.foundation.events import Event, Recorded
from hovor.foundation.files import records
from hovor.foundation.files.store import FileStore
from hovor.foundation.http.app import build_app
from hovor.foundation.http.callers import client_caller, operator_caller
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.files import download, upload
from hovor.foundation.http.gate import Application
from hovor.foundation.http.hot import HotRoute, answer, read_body
from hovor.foundation.http.route import command, query
from hovor.foundation.idempotency import Idempotency
from hovor.foundation.live import frames
from hovor.foundation.live.declarations import CUT, RESYNC, Declarations, Delivery
from hovor.foundation.live.hub import Hub, HubParts
from hovor.foundation.live.listener import SocketCaller
from hovor.foundation.metrics import Metrics
from hovor.foundation.rate_limits import Limits, RateLimited
from hovor.foundation.secrets import Vault
from hovor.foundation.settings import Settings
from tests.foundation.web.support_people import Heard, People, Sites

T = TypeVar("T")

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

# -- routes ------------------------------------------------------------------------------------------------
# ----------------


class NewItem(BaseModel):
    model_config = ConfigDict(extra="forbid")

    line: str
    text: str
    client_ref: str


class Item(BaseModel):
    id: str


class HotItem(msgspec.Struct, forbid_unknown_fields=True):
    line: str
    text: str
    client_ref: str


class HotAnswer(msgspec.Struct):
    id: str


router = APIRouter(prefix="/api/v1")
Operator = Annotated[OperatorCaller, Depends(operator_caller)]
Visitor = Annotated[ClientCaller, Depends(client_caller)]


@router.post("/items", status_code=201, response_model=Item)
async def post_item(request: Request, body: NewItem, caller: Operator) -> Response:
    return await command(
        get_context(request),
        request,
        add,
        caller=caller,
        status=201,
        shape=Item.model_validate,
        **body.model_dump(),
    )


@router.get("/items/{item_id}")
async def get_item(request: Request, item_id: str, caller: Operator) -> Response:
    return await query(get_context(request), one_item, caller=caller, item_id=item_id)


@router.post("/items/{item_id}/nothing", status_code=204)
async def nothing(request: Request, item_id: str, caller: Operator) -> Response:
    return await command(get_context(request), request, one_item, caller=caller, status=204, item_id=item_id)


@router.post("/public/items", status_code=201)
async def visitor_item(request: Request, body: NewItem, caller: Visitor) -> Response:
    return await command(get_context(request), request, add, caller=caller, status=201, **body.model_dump())


@router.post("/files", status_code=201)
async def post_file(request: Request, file: UploadFile, caller: Operator) -> Response:
    return await upload(get_context(request), request, file, caller=caller)


@router.get("/files/{file_id}")
async def get_file(request: Request, file_id: str, caller: Operator, *, preview: bool = False) -> Response:
    context = get_context(request)
    found = await context.database.read(records.find, file_id, company=caller.company_id, caller=caller)
    return await download(context, found, preview=preview)


@router.get("/boom/{canary}")
async def boom(canary: str) -> None:
    raise RuntimeError(f"CANARY {canary}")


_decoder = msgspec.json.Decoder(HotItem)


async def _hot(request: Request) -> Response:
    caller = await operator_caller(request)
    body = await read_body(request, _decoder)
    context = get_context(request)
    done = await context.database.write(
        add,
        line=body.line,
        text=body.text,
        client_ref=body.client_ref,
        company=caller.company_id,
        caller=caller,
    )
    return answer(done, 201)


HOT = HotRoute(
    path="/api/v1/hot-items",
    method="POST",
    endpoint=_hot,
    summary="Add an item, quickly",
    request=HotItem,
    response=HotAnswer,
    status=201,
)


@dataclass
class Toy:
    """A whole installation of the toy feature."""

    app: Application
    context: Context
    database: Database
    hub: Hub
    heard: Heard
    people: People

    async def run(
        self, verb: Callable[..., T], *, company: str = "acme", operator: str = "klara", **values: object
    ) -> T:
        caller = OperatorCaller(company, operator, "operator", f"session-{operator}@{company}")
        return await self.database.write(verb, company=company, caller=caller, **values)


def build(database: Database, folder: Path, *, public_url: str | None = None) -> Toy:
    """The installation on a started database."""
    settings = Settings(data_dir=folder, public_url=public_url)
    heard, people, metrics = Heard(), People(), Metrics()

    async def post(caller: SocketCaller, frame: frames.Post) -> frames.Posted:
        def unit(work: Work) -> frames.Posted:
            if frame.conversation_id == "conflict":
                raise Conflict
            done = add(
                work, line=frame.conversation_id or "a", text=frame.text or "", client_ref=frame.client_ref
            )
            return frames.Posted(done["id"], frame.conversation_id or "a", event_log.position(work))

        return await database.write(unit, company=caller.company_id, caller=caller)

    vault = Vault.from_file(settings.key_file)
    hub = Hub(
        HubParts(
            database=database,
            bus=InProcessBus(),
            declarations=DECLARATIONS,
            authenticate=people,
            listener=heard,
            post=post,
            metrics=metrics,
        )
    )
    context = Context(
        settings=settings,
        clock=database.clock,
        database=database,
        vault=vault,
        files=FileStore(settings.files_dir),
        limits=Limits(database.clock),
        idempotency=Idempotency(database.clock, vault),
        hub=hub,
        metrics=metrics,
        authenticate=people,
        origins=Sites(),
    )
    return Toy(build_app(context, [router], [HOT]), context, database, hub, heard, people)
