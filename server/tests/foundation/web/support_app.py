"""A toy feature behind the real edges: items on lines, seen by operators who have a right to the line.

It has what the edges are for: a hot post, views that need a read, views from memory, rights that change,
signals.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from fastapi import APIRouter, Depends, Request, UploadFile
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from hovor.foundation import event_log
from hovor.foundation.bus import InProcessBus
from hovor.foundation.caller import ClientCaller, OperatorCaller
from hovor.foundation.database import Database, Work
from hovor.foundation.errors import Conflict
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
from hovor.foundation.live.hub import Hub, HubParts
from hovor.foundation.live.listener import SocketCaller
from hovor.foundation.metrics import Metrics
from hovor.foundation.rate_limits import Limits
from hovor.foundation.secrets import Vault
from hovor.foundation.settings import Settings
from tests.foundation.web.support_feature import DECLARATIONS, add, one_item
from tests.foundation.web.support_people import Heard, People, Sites

T = TypeVar("T")

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
