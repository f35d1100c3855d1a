"""A real Chromium for the tests, driven by Playwright's asynchronous interface; one for each test process.

Tests that use `browser` share one event loop, because the browser lives in it; each opens its own contexts.
"""

import os
from collections.abc import AsyncIterator
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tooling import chromium, frontend

FLAGS: Final = (
    # It must not talk to anybody but us.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # There is no graphics card; and the small /dev/shm of containers makes pages crash.
    "--disable-gpu",
    "--disable-dev-shm-usage",
    # Chromium's sandbox does not start for root and in most containers.
    "--no-sandbox",
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The browser; `await browser.new_context()` is a window with its own cookies and storage."""
    program = chromium.find()
    if program is None:
        pytest.fail("No Chromium: run ./dev.py set-up once, or set HOVOR_CHROMIUM.")
    # Playwright's own Node needs a library that a minimal Debian lacks.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(frontend.node()))
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        await launched.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests that use the browser run in its loop."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
