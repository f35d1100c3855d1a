"""The page at `/docs`: the API's description for people to read, made of the very document that programs get.

It is plain HTML without any script. The usual viewers of such documents bring megabytes of script that our
own content security policy forbids, or report each installation to their makers.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html import escape
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from hovor.foundation.http.security_headers import page_policy

Document = Mapping[str, Any]
_NAMED: Final = re.compile(r"`([^`]+)`")

_STYLE: Final = """
:root { color-scheme: light dark; --line: light-dark(#ddd9d2, #33353b); --soft: light-dark(#f5f4f0, #1d1f24);
  --quiet: light-dark(#5f5e58, #a5a8b1); --link: light-dark(#1d4ed8, #9db7ff) }
body { margin: 0 auto; padding: 24px 16px 80px; max-width: 960px; font: 15px/1.5 Inter, system-ui, sans-serif;
  background: light-dark(#fff, #131418); color: light-dark(#1c1b18, #e9e9ec) }
a { color: var(--link) }
h2 { margin-top: 48px; text-transform: capitalize }
h3 { margin: 0; font-size: 15px }
code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
nav ul { columns: 3 220px; padding: 0; list-style: none }
article, .shape { margin: 16px 0; padding: 12px 16px; border: 1px solid var(--line); border-radius: 12px }
article > p, .quiet { color: var(--quiet) }
table { width: 100%; border-collapse: collapse }
th, td { padding: 4px 12px 4px 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line) }
th { width: 34%; font-weight: 500 }
.method { display: inline-block; min-width: 56px; padding: 0 6px; border-radius: 4px; background: var(--soft);
  font-weight: 600; text-align: center }
"""


def route(describe: Callable[[], Document]) -> Route:
    """`GET /docs`. The page is made when it is first asked for: a start does not wait for it."""

    @cache
    def made() -> str:
        return page(describe())

    async def show(_: Request) -> Response:
        html = made()
        headers = {"content-security-policy": page_policy(html), "cache-control": "no-cache"}
        return HTMLResponse(html, headers=headers)

    return Route("/docs", show, methods=["GET"])


def page(document: Document) -> str:
    """The whole page of an OpenAPI document (3.1)."""
    by_tag: defaultdict[str, list[str]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for tag in operation.get("tags", ["other"])[:1]:
                by_tag[tag].append(_operation(method.upper(), path, operation))
    shapes = document["components"]["schemas"]
    parts = [
        *(f'<section><h2 id="{_t(tag)}">{_t(tag)}</h2>{"".join(by_tag[tag])}</section>' for tag in by_tag),
        f'<section><h2 id="shapes">Shapes</h2>{"".join(map(_shape, shapes, shapes.values()))}</section>',
    ]
    listed = "".join(f'<li><a href="#{_t(tag)}">{_t(tag)}</a></li>' for tag in (*by_tag, "shapes"))
    info = document["info"]
    told = "".join(f"<p>{_prose(each)}</p>" for each in info["description"].split("\n\n"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="/icon.svg">'
        f"<title>{_t(info['title'])} API</title><style>{_STYLE}</style></head><body>"
        f"<header><h1>{_t(info['title'])} API</h1>{told}"
        '<p>For programs: <a href="/api/v1/openapi.json">openapi.json</a></p></header>'
        f'<nav aria-label="Parts"><ul>{listed}</ul></nav><main>{"".join(parts)}</main></body></html>'
    )


def _operation(method: str, path: str, operation: Document) -> str:
    rows = [_row(f"<code>{_t(each['name'])}</code>", _parameter(each)) for each in _parameters(operation)]
    if body := operation.get("requestBody"):
        rows.append(_row("Body", _content(body)))
    for status, answer in operation["responses"].items():
        if not status.startswith(("4", "5")):
            rows.append(_row(f"Answer {_t(status)}", _content(answer) or _t(answer.get("description", ""))))
    refused = [status for status in operation["responses"] if status.startswith(("4", "5"))]
    if refused:
        rows.append(_row("Refusals", ", ".join(map(_t, refused))))
    role = operation.get("x-least-role")
    who = f" · from {_t(role)} on" if role else ""
    return (
        f'<article><h3><span class="method">{method}</span> <code>{_t(path)}</code></h3>'
        f"<p>{_prose(operation.get('summary', ''))}{who}"
        f"{'<br>' + _prose(operation['description']) if operation.get('description') else ''}</p>"
        f"<table>{''.join(rows)}</table></article>"
    )


def _parameters(operation: Document) -> Iterable[Document]:
    # The same header stands at every command; once in the introduction is enough.
    return (each for each in operation.get("parameters", ()) if each["name"] != "Idempotency-Key")


def _parameter(parameter: Document) -> str:
    needed = "required" if parameter.get("required") else "optional"
    told = f" · {_t(parameter['description'])}" if parameter.get("description") else ""
    return f"{_type(parameter['schema'])} in {_t(parameter['in'])}, {needed}{told}"


def _content(holder: Document) -> str:
    return ", ".join(
        f"{_type(each.get('schema', {}))} as {_t(kind)}" for kind, each in holder.get("content", {}).items()
    )


def _shape(name: str, schema: Document) -> str:
    fields = schema.get("properties", {})
    needed = set(schema.get("required", ()))
    rows = [
        _row(f"<code>{_t(field)}</code>", _type(of) + ("" if field in needed else ", optional") + _limits(of))
        for field, of in fields.items()
    ]
    told = f'<p class="quiet">{_prose(schema["description"])}</p>' if schema.get("description") else ""
    body = f"<table>{''.join(rows)}</table>" if rows else f"<p>{_type(schema)}</p>"
    return f'<div class="shape" id="shape-{_t(name)}"><h3>{_t(name)}</h3>{told}{body}</div>'


def _type(schema: Document) -> str:
    """A schema in words, with links to the shapes it names."""
    if reference := schema.get("$ref"):
        name = _t(reference.rpartition("/")[2])
        return f'<a href="#shape-{name}">{name}</a>'
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return " or ".join(_type(each) for each in schema[choice])
    if "enum" in schema:
        return " or ".join(f"<code>{_t(str(each))}</code>" for each in schema["enum"])
    if "const" in schema:
        return f"<code>{_t(str(schema['const']))}</code>"
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    kinds = schema.get("type", "anything")
    named = kinds if isinstance(kinds, str) else " or ".join(kinds)
    return _t(f"{named} ({schema['format']})" if "format" in schema else named)


def _limits(schema: Document) -> str:
    known = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "default")
    limits = [f"{name} {schema[name]}" for name in known if name in schema]
    told = [schema["description"]] if "description" in schema else []
    return f' <span class="quiet">· {_t("; ".join((*limits, *told)))}</span>' if limits or told else ""


def _row(head: str, body: str) -> str:
    return f"<tr><th>{head}</th><td>{body}</td></tr>"


def _prose(text: str) -> str:
    """Text in which `names` are marked as in the document."""
    return _NAMED.sub(r"<code>\1</code>", _t(text))


def _t(text: str) -> str:
    return escape(text, quote=True)
