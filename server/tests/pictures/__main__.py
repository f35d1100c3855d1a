"""Makes the pictures of the documentation: `./dev.py pictures [FOLDER]`.

The demo company lives in a folder of its own on a Tuesday morning that stands still, in the server and in the
browser, so the same program gives the same pictures.
"""

import asyncio
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import expect as expecting

from hovor import administration
from hovor.demo.content import load_scene
from hovor.demo.create import create
from hovor.foundation import logs
from hovor.foundation.clock import SECOND, from_rfc3339
from hovor.foundation.settings import Settings
from tests.support.chromium import FLAGS
from tests.support.server import PASSWORD, Hovor, TurnableClock
from tooling import chromium, frontend
from tooling.machine import ROOT, say

MORNING: Final = from_rfc3339("2026-11-24T09:24:40Z")
SCENE: Final = Path(__file__).with_name("scene.toml")
FOLDER: Final = ROOT / "docs" / "pictures"
WIDTHS: Final = {360: 740, 1440: 900, 2560: 1440}
"""Pixels, with the height that goes with them."""
SEED: Final = 4
THEMES: Final = ("light", "dark")


@contextmanager
def alderway(folder: Path) -> Iterator[Hovor]:
    """The demo company in the middle of its morning, served."""
    logs.configure("console")
    settings = Settings(data_dir=folder, port=0, demo_password=PASSWORD)
    clock = TurnableClock(stands_at=MORNING)
    administration.migrate(settings)
    # The colour of a person comes from the identifier, so that has to be the same each time.
    random = Random(SEED).randbytes
    scene = load_scene(SCENE)
    asyncio.run(create(settings, clock, on_step=lambda _, __: None, scene=scene, random=random))
    hovor = Hovor(settings, clock)
    hovor.start()
    try:
        yield hovor
    finally:
        hovor.close()


class Camera:
    """Takes a page's picture at every width, in both themes."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self._browser = browser
        self._address = address
        self._folder = folder

    def open(self, path: str) -> Page:
        """A window of its own on a page, where it is always the same morning."""
        context = self._browser.new_context(
            base_url=self._address,
            locale="en-GB",
            timezone_id="Europe/Prague",
            reduced_motion="reduce",
            viewport={"width": 1440, "height": 900},
        )
        page = context.new_page()
        page.clock.set_fixed_time(MORNING / SECOND)
        page.goto(path)
        return page

    def take(self, page: Page, name: str) -> None:
        """Keeps `name-WIDTH-THEME.png` of all of them."""
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            # A slow machine may lose the connection for a moment; then the page says so for some seconds.
            expecting(page.locator(".app .strip")).to_have_count(0)
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)
                self._keep(page.screenshot(animations="disabled", caret="hide"), f"{name}-{width}-{theme}")

    def _keep(self, png: bytes, name: str) -> None:
        path = self._folder / f"{name}.png"
        Image.open(io.BytesIO(png)).convert("RGB").save(path, optimize=True)
        say(f"{path.name}, {path.stat().st_size / 1000:.0f} kB")


def sign_in(camera: Camera) -> None:
    """The first screen of all."""
    page = camera.open("/sign-in")
    expecting(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    camera.take(page, "sign-in")
    page.context.close()


def workspace(camera: Camera) -> None:
    """Klára's morning: the first tab, then a conversation."""
    page = camera.open("/sign-in")
    page.get_by_label("E-mail").fill("klara@alderway.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    # Before it is connected nothing can be accepted.
    expecting(page.get_by_role("button", name="Accept", disabled=False)).to_be_visible()
    page.mouse.move(0, 0)
    camera.take(page, "workspace-home")
    page.get_by_role("link", name="Jana Horáková").click()
    expecting(page.get_by_text("No need to, the courier brings it.").last).to_be_visible()
    page.mouse.move(0, 0)
    camera.take(page, "conversation")
    page.context.close()


def website(camera: Camera, hovor: Hovor) -> None:
    """The chat in the corner of the demo shop, in the middle of a conversation."""
    page = camera.open("/demo")
    page.get_by_role("button", name="Open chat").click()
    message = page.get_by_role("textbox", name="Message")
    message.fill("Hello! Do the Halden Mid boots run small?")
    message.press("Enter")
    tomas = hovor.sign_in("tomas@alderway.example")
    tomas.go_online()
    found = tomas.ask("GET", "/workspace")["conversations"]
    newest = max(found, key=lambda each: str(each["opened_at"]))["id"]
    tomas.ask("POST", f"/conversations/{newest}/pick", {})
    words = "Hello! They run true to size. With thick socks, take half a size more."
    tomas.ask("POST", f"/conversations/{newest}/messages", {"client_ref": "picture-1", "text": words})
    expecting(page.get_by_text(words)).to_be_visible()
    message.fill("Perfect, then 40 it is. Do you have them in green, too?")
    message.press("Enter")
    expecting(message).to_have_value("")
    tomas.live.say(type="signal", signal="read", conversation_id=newest, number=99)
    expecting(page.get_by_role("img", name="Read")).to_have_count(2)
    camera.take(page, "chat-on-the-demo-shop")
    page.context.close()


def main(folder: Path) -> None:
    """Everything, into `folder`; what lay there of an earlier time goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(frontend.node()))
    with (
        tempfile.TemporaryDirectory() as data,
        alderway(Path(data)) as hovor,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium.ensure(), args=FLAGS)
        camera = Camera(browser, hovor.address, folder)
        sign_in(camera)
        workspace(camera)
        website(camera, hovor)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
