"""The API's description (OpenAPI 3.1): FastAPI's own, completed with what only we know.

That is: the hot routes, the bodies of answers, who may come in and how, idempotency keys, and problem
documents with their stable codes.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from starlette.datastructures import UploadFile

from hovor.foundation.errors import Refusal
from hovor.foundation.http.described import given_by
from hovor.foundation.http.entrances import SCHEMES, Entrance, entrance, entrance_of
from hovor.foundation.http.hot import HotRoute
from hovor.foundation.http.refused import refused_responses, statuses
from hovor.foundation.shapes import Schema, Shapes, shapes

API: Final = "/api/"
_REFERENCES: Final = "#/components/schemas/{name}"
_NO_WORD: Final = re.compile(r"\W+")
_ABOUT: Final = """The API of Hovor; its console uses this same one.

Times are RFC 3339 in UTC, ids are opaque. Whatever is refused is answered by a problem document (RFC 9457)
whose `code` never changes. `GET /api/v1/live` with an upgrade to WebSocket is the live socket; its frames and
events stand in `events.json`.
"""
_KEY: Final[Schema] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body give the first answer again; another body gives 409.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
# A ticket that was lost is simply asked for again; who has signed out cannot ask twice.
_WITHOUT_KEY: Final = frozenset({"/api/v1/live-tickets", "/api/v1/sign-out"})
_UPLOAD: Final[Schema] = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Described:
    """One operation: where it is, what it takes and gives beyond what FastAPI knows, and who may use it."""

    path: str
    method: str
    status: int
    takes: type | None
    gives: type | None
    entrance: Entrance | None


def describe(
    api: FastAPI, hot: Iterable[HotRoute], refusals: Collection[type[Refusal]]
) -> Callable[[], Schema]:
    """What `FastAPI.openapi` is to be replaced by: the same description, complete. Computed once.

    `refusals` are all that this API may answer with.
    """
    routes = tuple(hot)

    def openapi() -> Schema:
        if api.openapi_schema is None:
            api.openapi_schema = _described(api, routes, refusals)
        return api.openapi_schema

    return openapi


def _described(api: FastAPI, hot: tuple[HotRoute, ...], refusals: Collection[type[Refusal]]) -> Schema:
    document = get_openapi(
        title=api.title, version=api.version, summary="Contact centre", description=_ABOUT, routes=api.routes
    )
    operations = [*_operations(api), *(_of_hot(route) for route in hot)]
    given = shapes(
        taken=[each.takes for each in operations if each.takes not in {None, UploadFile}],
        given=[each.gives for each in operations if each.gives not in {None, bytes}],
        names=_REFERENCES,
    )
    for route in hot:
        document["paths"].setdefault(route.path, {})[route.method.lower()] = _beginning(route)
    problems = refused_responses(refusals)
    for each in operations:
        operation = document["paths"][each.path][each.method]
        _complete(operation, each, given)
        if each.path.startswith(API):
            possible = problems.keys() & statuses(each.path, each.method, operation)
            operation["responses"] |= {str(status): _reference(status) for status in sorted(possible)}
    _add_components(document, given, problems)
    document["paths"] = dict(sorted(document["paths"].items()))
    return document


def _operations(api: FastAPI) -> Iterator[Described]:
    """Those that FastAPI serves."""
    for route in iter_route_contexts(api.routes):
        if not getattr(route, "include_in_schema", False) or route.endpoint is None:
            continue
        dependant = getattr(route, "dependant", None)
        if dependant is None:
            continue
        for method in sorted(route.methods or ()):
            yield Described(
                path=route.path_format or "",
                method=method.lower(),
                status=route.status_code or 200,
                takes=None,
                gives=given_by(route.endpoint),
                entrance=entrance(each.call for each in dependant.dependencies),
            )


def _of_hot(route: HotRoute) -> Described:
    return Described(
        path=route.path,
        method=route.method.lower(),
        status=route.status,
        takes=route.request,
        gives=route.response,
        entrance=None if route.caller is None else entrance_of(route.caller),
    )


def _beginning(route: HotRoute) -> Schema:
    """What FastAPI would say of it."""
    in_path = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in in_path
    ]
    parameters += [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
        for name in route.parameters
    ]
    return {
        "tags": list(route.tags),
        "summary": route.summary,
        "parameters": parameters,
        "responses": {str(route.status): {"description": "Done"}},
    }


def _complete(operation: Schema, of: Described, given: Shapes) -> None:
    operation["operationId"] = _identifier(of)
    responses = operation["responses"]
    responses.pop("422", None)
    if of.path.startswith(API):
        responses[str(of.status)] = {"description": "Done", **_content(of.gives, given)}
    if of.takes is not None:
        # An empty body is the empty object, as long as nothing is missing then.
        operation["requestBody"] = {"required": True, **_content(of.takes, given)}
    if of.entrance is not None:
        operation["security"] = [{scheme: []} for scheme in of.entrance.schemes]
        operation["x-least-role"] = of.entrance.least
    if of.method == "post" and of.entrance is not None and of.path not in _WITHOUT_KEY:
        operation.setdefault("parameters", []).append(_KEY)


def _identifier(of: Described) -> str:
    return _NO_WORD.sub("_", f"{of.method}{of.path.removeprefix('/api/v1')}").strip("_")


def _content(shape: type | None, given: Shapes) -> Schema:
    if shape is None:
        return {}
    if shape is bytes:
        return {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    if shape is UploadFile:
        return {"content": {"multipart/form-data": {"schema": _UPLOAD}}}
    return {"content": {"application/json": {"schema": given.of[shape]}}}


def _response_name(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")


def _reference(status: int) -> Schema:
    return {"$ref": f"#/components/responses/{_response_name(status)}"}


def _add_components(document: Schema, given: Shapes, problems: Mapping[int, Schema]) -> None:
    schemas: dict[str, Schema] = document.setdefault("components", {}).setdefault("schemas", {})
    # FastAPI describes refusals in a shape of its own, which we never send.
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    doubled = schemas.keys() & given.named.keys()
    if doubled or any("__" in name for name in schemas):
        raise ValueError(f"two shapes of the contract go by one name: {', '.join(doubled or schemas)}")
    schemas |= given.named
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    document["components"]["responses"] = {
        _response_name(status): response for status, response in problems.items()
    }
    document["components"]["securitySchemes"] = SCHEMES
