"""axe, in both themes: nothing serious and nothing critical."""

import asyncio
from typing import Final

from playwright.async_api import Page

from tests.journeys.windows import Windows
from tooling import frontend

_AXE: Final = frontend.FOLDER / "node_modules" / "axe-core" / "axe.min.js"
# The guards are Base UI's: whoever comes to one with the Tab key is led on. The rule that is off is an
# experiment of axe's; the names it doubts, such as "Status: Online, Klára Novotná", are a promise of ours.
_RUN: Final = """() => axe.run({exclude: ['[data-base-ui-focus-guard]']}, {
    resultTypes: ['violations'],
    rules: {'label-content-name-mismatch': {enabled: false}},
  }).then(({violations}) => violations
  .filter(({impact}) => impact === 'serious' || impact === 'critical')
  .flatMap(({id, nodes}) => nodes.map((node) => `${id} at ${node.target.flat()}: ${node.failureSummary}`)))
"""


class Looker:
    """Looks at what stands on the pages, in both themes."""

    def __init__(self) -> None:
        self.found: list[str] = []

    async def look(self, page: Page, what: str) -> None:
        """Notes what is wrong with the screen `what`."""
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            if not await page.evaluate("typeof axe === 'object'"):
                await page.evaluate(await asyncio.to_thread(_AXE.read_text, encoding="utf-8"))
            self.found += [f"{what}, {scheme}: {fault}" for fault in await page.evaluate(_RUN)]
        await page.emulate_media(color_scheme="light")


async def still(windows: Windows) -> Page:
    """A window in which nothing fades or moves: halfway a colour is none that anybody chose."""
    return await windows.open(reduced_motion="reduce")
