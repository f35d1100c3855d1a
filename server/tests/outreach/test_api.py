"""The routes of outreach over HTTP: templates are asked for at the channel's vendor, as they are now."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hovor.channels.sandbox.adapter import SIGNING, Sandbox, wire
from hovor.channels.sandbox.standin import Outside
from hovor.channels.webchat.adapter import WebChat
from hovor.foundation.files.store import FileStore
from hovor.foundation.settings import Settings
from hovor.messaging.channel import Kinds, StartRule
from tests.support.server import Company, Document, Hovor, Operator

BOOKED = wire.Template("booked", "Rental booked", "en", "Hello {name}")
TO = {"kind": "vendor", "value": "jana"}


@pytest.fixture
def outside() -> Outside:
    """A vendor who has approved one template."""
    made = Outside("a secret")
    made.templates = (BOOKED,)
    return made


@pytest.fixture
def hovor(tmp_path: Path, outside: Outside) -> Iterator[Hovor]:
    """An installation with channels on which one starts with a template."""
    start = StartRule(to=("vendor",), by="template")
    kinds = Kinds([WebChat()], [Sandbox(outside, FileStore(tmp_path / "files"), start=start)])
    started = Hovor(Settings(data_dir=tmp_path, port=0), kinds=kinds)
    started.start()
    yield started
    started.close()


@pytest.fixture
def company(hovor: Hovor) -> Company:
    """It has such a channel."""
    return hovor.set_up()


def _channel(company: Company, *served_by: Operator) -> str:
    body = {"kind": "sandbox", "name": "Outside", "secrets": {SIGNING: "a secret"}}
    made: Document = company.administrator.ask("POST", "/channels", body)
    for each in served_by:
        company.administrator.ask("PATCH", f"/operators/{each.id}", {"channel_ids": [made["id"]]})
    channel_id: str = made["id"]
    return channel_id


def test_templates_are_shown_to_who_has_the_channel_and_filled_in(company: Company) -> None:
    klara, tomas = company.operator("klara"), company.operator("tomas")
    klara.connect()
    klara.go_online()
    channel = _channel(company, klara)
    (shown,) = klara.ask("GET", f"/channels/{channel}/templates")["items"]
    assert shown == {**msgspec.to_builtins(BOOKED), "parameters": ["name"]}
    assert tomas.http.get(f"/api/v1/channels/{channel}/templates").status_code == 404
    body = {"channel_id": channel, "to": TO, "template": {"id": "booked", "values": {}}}
    missing = klara.http.post("/api/v1/conversations", json=body)
    assert (missing.status_code, missing.json()["fields"][0]["field"]) == (422, "template.values.name")
    body["template"] = {"id": "gone", "values": {}}
    assert klara.http.post("/api/v1/conversations", json=body).json()["code"] == "template_unusable"
    body["template"] = {"id": "booked", "values": {"name": "Jana"}}
    key = {"idempotency-key": "once"}
    made = klara.http.post("/api/v1/conversations", json=body, headers=key)
    assert (made.status_code, made.json()["thread"]["last"]["text"]) == (201, "Hello Jana")
    again = klara.http.post("/api/v1/conversations", json=body, headers=key)
    assert (again.headers["idempotency-replayed"], again.json()["id"]) == ("true", made.json()["id"])


def test_a_vendor_who_says_nothing_is_no_reason_to_guess(company: Company, outside: Outside) -> None:
    klara = company.operator("klara")
    klara.connect()
    klara.go_online()
    channel = _channel(company, klara)
    outside.faults.unreachable = True
    refused = klara.http.get(f"/api/v1/channels/{channel}/templates")
    assert (refused.status_code, refused.json()["code"]) == (503, "templates_unknown")
    body = {"channel_id": channel, "to": TO, "template": {"id": "booked", "values": {"name": "Jana"}}}
    assert klara.http.post("/api/v1/conversations", json=body).json()["code"] == "templates_unknown"
    assert klara.ask("GET", "/workspace")["conversations"] == []
