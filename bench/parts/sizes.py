"""What a browser must fetch, and how soon an operator sees his first conversation."""

import asyncio
import gzip
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from playwright.async_api import TimeoutError as TooLate

from bench.floor import Floor, Operator
from bench.hovor_server import Server
from bench.machine import on_all_cores
from bench.run import HOVOR, Row, Run
from tooling import chromium, frontend
from tooling.machine import ROOT

PART: Final = "sizes"
WIDGET: Final = ROOT / "server" / "hovor" / "static" / "widget"
FIRST_WORDS: Final = "Hello, is anybody there?"
SLOW_BYTES: Final = 1_600_000 // 8
SLOW_PROCESSOR: Final = 4
WAIT_SECONDS: Final = 60.0
_FLAGS: Final = (
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-gpu", "--disable-dev-shm-usage", "--no-sandbox",
)  # fmt: skip
# Its icon is its own: without one the browser would ask this address for /favicon.ico, as of any page.
_HOST_PAGE: Final = """<!doctype html><title>Shop</title><link rel="icon" href="data:,"><p>Boots</p>
<script src="{address}/widget.js" data-channel="{key}" async></script>"""


@dataclass
class Traffic:
    """What a page has fetched from Hovor. Without slots: Playwright marks the objects that it calls."""

    address: str
    assets: int = 0
    questions: int = 0
    bytes: int = 0
    _ours: dict[str, str] = field(default_factory=dict)

    def sent(self, told: dict[str, Any]) -> None:
        """Chromium asks for something."""
        url: str = told["request"]["url"]
        if url.startswith(self.address):
            self._ours[told["requestId"]] = url
            if "/api/" in url:
                self.questions += 1
            else:
                self.assets += 1

    def finished(self, told: dict[str, Any]) -> None:
        """It has it."""
        if told["requestId"] in self._ours and "/api/" not in self._ours[told["requestId"]]:
            self.bytes += round(told["encodedDataLength"])


async def measure(run: Run) -> None:
    """The built files, then a real browser."""
    loader, panel = WIDGET / "widget.js", next(WIDGET.glob("panel-*.js"))
    row = Row(PART, HOVOR, "website chat")
    run.keep(row.figure("loader", "bytes gzip", compressed([loader])))
    run.keep(row.figure("panel", "bytes gzip", compressed([panel])))
    run.say(f"loader {compressed([loader]):,.0f} bytes, panel {compressed([panel]):,.0f} bytes")
    program = chromium.find()
    if program is None:
        run.note("There is no Chromium here: the console's first load is not in this run.")
        return
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(frontend.node()))
    server = Server(run.new_folder("sizes"), None)
    server.start()
    await server.ready()
    floor = Floor(server)
    try:
        await floor.open()
        (operator,) = await floor.hire(1)
        await floor.go_online([operator])
        await floor.converse(1)
        with on_all_cores():
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=program, args=_FLAGS)
                await _console(run, browser, operator)
                await _website(run, browser, floor)
                await browser.close()
    finally:
        floor.close()
        server.stop()


def compressed(paths: Sequence[Path]) -> float:
    """Bytes on the wire."""
    return float(sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths))


async def _console(run: Run, browser: Browser, operator: Operator) -> None:
    address = f"http://localhost:{operator.http.port}"
    name, _, value = operator.http.headers["Cookie"].partition("=")
    for number in range(1, min(3, run.options.rounds) + 1):
        quiet = await asyncio.to_thread(run.gate.quiet)
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        await context.add_cookies([{"name": name, "value": value, "url": address}])
        page = await context.new_page()
        traffic = await _listen(context, page, address, slow=True)
        try:
            cold = await _until_words(page, address)
        except TooLate:
            run.note("The first conversation was not seen within a minute on the slow device.")
            cold = WAIT_SECONDS
        row = Row(PART, HOVOR, "console, first load", number, not quiet)
        run.keep(row.figure("fetched", "bytes", float(traffic.bytes)))
        run.keep(row.figure("requests", "files", float(traffic.assets)))
        run.keep(row.figure("questions", "API requests", float(traffic.questions)))
        run.keep(row.figure("first conversation, slow device", "s", cold))
        again = await context.new_page()
        warm = await _until_words(again, address)
        run.keep(row.figure("first conversation, warm cache", "s", warm))
        await context.close()
        run.say(
            f"console: {traffic.bytes:,} bytes in {traffic.assets} files, first conversation after"
            f" {cold:.2f} s on a slow device, {warm:.2f} s from the cache"
        )


async def _website(run: Run, browser: Browser, floor: Floor) -> None:
    address = f"http://localhost:{floor.server.port}"
    context = await browser.new_context()
    page = await context.new_page()
    shop = f"{address}/shop-of-the-bench"
    body = _HOST_PAGE.format(address=address, key=floor.channel_key)
    await page.route(shop, lambda route: route.fulfill(body=body, content_type="text/html"))
    traffic = await _listen(context, page, address, slow=False)
    await page.goto(shop, wait_until="networkidle")
    # The page itself is not ours.
    requests = traffic.assets + traffic.questions - 1
    run.keep(
        Row(PART, HOVOR, "website chat").figure("requests before the click", "requests", float(requests))
    )
    run.say(f"website: {requests} request(s) before the click")
    await context.close()


async def _listen(context: BrowserContext, page: Page, address: str, *, slow: bool) -> Traffic:
    traffic = Traffic(address)
    session = await context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", traffic.sent)
    session.on("Network.loadingFinished", traffic.finished)
    await session.send("Network.enable")
    if slow:
        link = {
            "offline": False,
            "latency": 0,
            "downloadThroughput": SLOW_BYTES,
            "uploadThroughput": SLOW_BYTES,
        }
        await session.send("Network.emulateNetworkConditions", link)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})
    return traffic


async def _until_words(page: Page, address: str) -> float:
    began = time.perf_counter()
    await page.goto(f"{address}/", wait_until="commit")
    await page.get_by_text(FIRST_WORDS).first.wait_for(state="attached", timeout=WAIT_SECONDS * 1000)
    return time.perf_counter() - began
