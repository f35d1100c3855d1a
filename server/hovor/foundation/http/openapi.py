"""The API's description (OpenAPI 3.1): FastAPI's own, with the hot routes, problem documents and
idempotency added.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from hovor.foundation.http.hot import HotRoute
from hovor.foundation.http.problems import PROBLEM_TYPE

_REFERENCES: Final = "#/components/schemas/{name}"
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `code` is stable; `reference` finds the line in the server's log.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "reference": {"type": "string"},
    },
    "additionalProperties": True,
}
_NO_WORD: Final = re.compile(r"\W+")
_REFUSED: Final[dict[str, Any]] = {
    "description": "Refused: a problem document",
    "content": {PROBLEM_TYPE: {"schema": {"$ref": _REFERENCES.format(name="Problem")}}},
}
# What any address may answer; what a route says of itself comes on top.
_ANYWHERE: Final = ("400", "401", "403", "404", "409", "413", "422", "429", "503")


def describe(api: FastAPI, hot: Iterable[HotRoute]) -> Callable[[], dict[str, Any]]:
    """What `FastAPI.openapi` is to be replaced by: the same description, complete. Computed once."""
    routes = tuple(hot)

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = _complete(
                get_openapi(title=api.title, version=api.version, routes=api.routes), routes
            )
        return api.openapi_schema

    return openapi


def _complete(document: dict[str, Any], hot: tuple[HotRoute, ...]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    structs = [struct for route in hot for struct in (route.request, route.response) if struct is not None]
    _, described = msgspec.json.schema_components(structs, ref_template=_REFERENCES)
    schemas.update(described)
    # FastAPI describes refusals in a shape of its own, which we never send.
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM
    for route in hot:
        document["paths"].setdefault(route.path, {})[route.method.lower()] = _operation(route)
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _add_refusals(operation, path)
    document["paths"] = dict(sorted(document["paths"].items()))
    return document


def _operation(route: HotRoute) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.summary,
        "tags": list(route.tags),
        "operationId": _NO_WORD.sub("_", f"{route.method.lower()}{route.path}").strip("_"),
        "parameters": [
            {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
            for part in route.path.split("/")
            if part.startswith("{")
        ],
        "responses": {str(route.status): {"description": "Done", **_content(route.response)}},
    }
    if route.request is not None:
        operation["requestBody"] = {"required": True, **_content(route.request)}
    return operation


def _content(struct: type[msgspec.Struct] | None) -> dict[str, Any]:
    if struct is None:
        return {}
    return {"content": {"application/json": {"schema": {"$ref": _REFERENCES.format(name=struct.__name__)}}}}


def _add_refusals(operation: dict[str, Any], path: str) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    if path.startswith("/api/"):
        for status in _ANYWHERE:
            responses.setdefault(status, _REFUSED)
