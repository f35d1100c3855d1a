"""The page at /docs tells people everything that the document tells programs, and leads nowhere wrong."""

import re
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.async_api import Browser

from hovor.foundation.http import api_page
from tests.support.server import running


@pytest.fixture
def hostile() -> dict[str, Any]:
    """A document whose every text would like to be markup."""
    bad = "<img src=x onerror=alert(1)>"
    answer = {"description": bad, "content": {bad: {"schema": {"$ref": f"#/components/schemas/{bad}"}}}}
    operation = {"tags": [bad], "summary": bad, "responses": {"200": answer}, "x-least-role": bad}
    info = {"title": bad, "description": bad}
    return {
        "info": info,
        "paths": {bad: {"get": operation}},
        "components": {"schemas": {bad: {"enum": [bad]}}},
    }


def test_no_text_becomes_markup(hostile: dict[str, Any]) -> None:
    assert "<img" not in api_page.page(hostile)


async def test_every_operation_and_shape_stands_on_the_page_and_every_link_leads_somewhere(
    browser: Browser, tmp_path: Path
) -> None:
    with running(tmp_path) as hovor:
        html = httpx2.get(f"{hovor.address}/docs").text
        document = hovor.app.api.openapi()
        for path in document["paths"]:
            assert f"<code>{path}</code>" in html
        ids = set(re.findall(r'id="([^"]+)"', html))
        assert {f"shape-{name}" for name in document["components"]["schemas"]} <= ids
        assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
        page = await browser.new_page()
        wrong: list[str] = []
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        await page.goto(f"{hovor.address}/docs")
        assert await page.get_by_role("heading", name="Hovor API").is_visible()
        # The policy lets the page have its own style and nothing else.
        assert await page.evaluate("getComputedStyle(document.body).maxWidth") == "960px"
        await page.close()
        assert wrong == []
