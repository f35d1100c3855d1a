"""What every answer and every request passes: headers, origins, limits, problem documents, ids."""

import base64
import hashlib
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest

from hovor.foundation import logs
from hovor.foundation.database import Database
from hovor.foundation.http import security_headers
from tests.foundation.web import support_app
from tests.foundation.web.conftest import browser
from tests.foundation.web.support_app import Toy


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


ANSWERS = [
    ("GET", "/api/v1/items/nothing", 404),
    ("POST", "/api/v1/items", 422),
    ("POST", "/api/v1/hot-items", 422),
    ("GET", "/api/v1/nowhere", 404),
    ("DELETE", "/api/v1/items", 405),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/metrics", 200),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/api/v1/boom/1", 500),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
async def test_every_answer_carries_the_security_headers(
    http: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await http.request(method, path)
    assert answer.status_code == status
    for name, value in security_headers.ALWAYS:
        assert answer.headers[name.decode()] == value.decode()
    assert "strict-transport-security" not in answer.headers
    assert len(answer.headers["x-request-id"]) >= 16
    assert "server" not in answer.headers


@pytest.mark.parametrize(("method", "path", "status"), [answer for answer in ANSWERS if answer[2] >= 400])
async def test_every_refusal_is_a_problem_document(
    http: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await http.request(method, path)
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["type"] == f"urn:hovor:problem:{problem['code']}"
    assert problem["title"]
    assert problem["reference"] == answer.headers["x-request-id"]


async def test_transport_security_is_told_on_https_only(toy: Toy) -> None:
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=toy.app), base_url="https://testserver"
    ) as client:
        answer = await client.get("/healthz")
    assert answer.headers["strict-transport-security"].startswith("max-age=")


async def test_fields_that_do_not_fit_are_named_and_never_repeated(http: httpx2.AsyncClient) -> None:
    for path in ("/api/v1/items", "/api/v1/hot-items"):
        answer = await http.post(
            path, json={"line": 5, "text": "x", "client_ref": "CANARY", "more": "CANARY"}
        )
        problem = answer.json()
        assert answer.status_code == 422
        assert problem["code"] == "invalid"
        assert any("line" in part["field"] or "more" in part["field"] for part in problem["fields"])
        assert "CANARY" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"x"', b"{}" * 9, b"[" * 100_000])
async def test_bodies_that_are_no_object_are_refused(http: httpx2.AsyncClient, body: bytes) -> None:
    for path in ("/api/v1/items", "/api/v1/hot-items"):
        answer = await http.post(path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code in {400, 422}, path
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("nul", ["\x00", "a\x00b"])
async def test_a_nul_is_refused_at_the_door(http: httpx2.AsyncClient, nul: str) -> None:
    for path in ("/api/v1/items", "/api/v1/hot-items"):
        answer = await http.post(path, json={"line": nul, "text": "x", "client_ref": "r"})
        assert answer.status_code == 422
    assert (await http.get("/api/v1/items/a%00b")).status_code == 422
    assert (await http.get("/api/v1/items/a?b=%00")).status_code == 422


async def test_a_text_that_only_names_the_nul_is_taken(http: httpx2.AsyncClient) -> None:
    answer = await http.post("/api/v1/items", json={"line": "a", "text": "it is \\u0000", "client_ref": "r"})
    assert answer.status_code == 201


async def test_a_body_without_end_is_refused(http: httpx2.AsyncClient) -> None:
    answer = await http.post("/api/v1/items", content=b"x" * ((1 << 20) + 1))
    assert answer.status_code == 413
    assert answer.json()["limit_bytes"] == 1 << 20


async def test_a_body_that_hides_its_length_is_refused_as_well(http: httpx2.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 65_536

    answer = await http.post("/api/v1/items", content=endless())
    assert answer.status_code == 413


FOREIGN = [
    "https://evil.example",
    "http://testserver.evil.example",
    "https://testserver",
    "null",
    "http://testserver:81",
]


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_write_from_another_site_is_refused(http: httpx2.AsyncClient, origin: str) -> None:
    body = {"line": "a", "text": "x", "client_ref": "r"}
    for path in ("/api/v1/items", "/api/v1/hot-items"):
        answer = await http.post(path, json=body, headers={"origin": origin})
        assert answer.status_code == 403
        assert answer.json()["code"] == "origin_not_allowed"
    assert (await http.get("/api/v1/items/x", headers={"origin": origin})).status_code == 404


async def test_a_write_with_a_cookie_and_without_origin_is_refused(http: httpx2.AsyncClient) -> None:
    del http.headers["origin"]
    answer = await http.post("/api/v1/items", json={"line": "a", "text": "x", "client_ref": "r"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "origin_not_allowed"


async def test_the_public_url_is_our_own_origin(database: Database, tmp_path: Path) -> None:

    toy = support_app.build(database, tmp_path, public_url="https://chat.example")
    async with browser(toy, origin="https://chat.example") as client:
        answer = await client.post("/api/v1/items", json={"line": "a", "text": "x", "client_ref": "r"})
    assert answer.status_code == 201


async def test_visitors_come_from_other_sites_with_their_token(http: httpx2.AsyncClient) -> None:
    del http.headers["cookie"]
    body = {"line": "a", "text": "x", "client_ref": "r"}
    headers = {"origin": "https://shop.example", "authorization": "Bearer token-vera@acme"}
    assert (await http.post("/api/v1/public/items", json=body, headers=headers)).status_code == 201
    del headers["authorization"]
    refused = await http.post("/api/v1/public/items", json=body, headers=headers)
    assert refused.status_code == 401
    assert refused.json()["code"] == "not_signed_in"


async def test_nobody_is_signed_in_without_a_cookie(http: httpx2.AsyncClient) -> None:
    del http.headers["cookie"]
    assert (await http.get("/api/v1/items/x")).status_code == 401
    assert (await http.post("/api/v1/live-tickets", json={})).status_code == 401


async def test_on_https_only_the_host_cookie_counts(toy: Toy) -> None:
    async with browser(toy) as client:
        client.base_url = "https://testserver"
        assert (await client.get("/api/v1/items/x")).status_code == 401
        client.headers["cookie"] = "__Host-hovor_session=cookie-klara@acme"
        assert (await client.get("/api/v1/items/x")).status_code == 404


@pytest.fixture
def log_text() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    before = logging.getLogger().handlers
    logs.configure("json", stream=stream, level=logging.DEBUG)
    yield stream
    logging.getLogger().handlers = before


async def test_a_failure_is_recorded_with_its_reference_and_told_to_nobody(
    http: httpx2.AsyncClient, log_text: io.StringIO
) -> None:
    answer = await http.get("/api/v1/boom/CANARY")
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal_error"
    assert "CANARY" not in answer.text
    lines = [json.loads(line) for line in log_text.getvalue().splitlines()]
    failed = next(line for line in lines if line["event"] == "request_failed")
    assert failed["request_id"] == answer.json()["reference"]
    assert failed["error_type"] == "RuntimeError"
    assert "support_app.py" in failed["traceback"]
    assert "CANARY" not in log_text.getvalue()


async def test_the_log_never_holds_what_a_client_wrote(
    http: httpx2.AsyncClient, log_text: io.StringIO
) -> None:
    canary = "CANARY-7f3a"
    body = {"line": canary, "text": canary, "client_ref": canary}
    await http.post("/api/v1/items", json=body)
    await http.post("/api/v1/items", json={**body, "client_ref": "other", "text": "break"})
    await http.post("/api/v1/items", json={**body, canary: canary})
    await http.post(f"/api/v1/items?{canary}=1", json=[canary])
    await http.get(f"/api/v1/items/{canary}")
    await http.get(f"/{canary}", headers={"user-agent": canary, "referer": canary})
    await http.post("/api/v1/files", files={"file": (canary, canary.encode())})
    logging.getLogger("sqlalchemy.engine").warning("row %s", canary)
    try:
        raise ValueError(canary)
    except ValueError:
        logging.getLogger("some.library").exception("it failed for %r", canary)
    assert log_text.getvalue().count("\n") >= 3
    assert canary not in log_text.getvalue()


def test_the_page_policy_holds_exactly_the_pages_own_scripts() -> None:
    html = '<script>one()</script><script type="module" src="/a.js"></script><style>b{}</style>'
    policy = security_headers.page_policy(html)
    digest = base64.b64encode(hashlib.sha256(b"one()").digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert policy.count("sha256-") == 2
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    for directive in (
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ):
        assert directive in policy
