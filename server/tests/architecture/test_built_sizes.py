"""What a browser must fetch before anything works stays small; measured on the built files, compressed."""

import gzip
import json
import re
from typing import Final

from tooling.machine import ROOT

STATIC = ROOT / "server" / "hovor" / "static"
# Everything that a first chat needs is in the panel: greeting, place in the queue, conversation, outbox,
# reconnecting. These parts come when they are needed, and no sooner.
PARTS: Final = {
    "about": (600, "a conversation begins, or the page tells something about the visitor"),
    "commands": (900, "the page uses a rarer command of the JavaScript API, or asks for consent"),
    "cs": (2_200, "the visitor speaks Czech"),
    "de": (2_200, "the visitor speaks German"),
    "ended": (1_500, "the conversation has ended"),
    "files": (2_200, "a file is sent, comes, or is held over the window"),
    "forms": (1_600, "the channel asks who the visitor is or suggests a beginning, or nobody is there"),
    "mailing": (900, "the visitor wants the transcript by e-mail"),
    "main": (300, "with ended, mailing and offline, which share it"),
    "menu": (800, "the visitor opens the menu"),
    "offline": (1_000, "nobody is there and a message can be left"),
    "refused": (500, "the server will never take a message"),
    "sound": (600, "the first message comes while nobody looks, or with the menu"),
    "transcript": (800, "with files, menu and ended, which share it"),
    "unread": (900, "there is a message that nobody has seen, or the page shows a line of its own"),
}


def compressed(*paths: str) -> int:
    """Bytes on the wire."""
    return sum(len(gzip.compress((STATIC / path).read_bytes(), 9)) for path in paths)


def test_loader_is_under_2_kilobytes() -> None:
    """Every page of a client's shop pays for it."""
    assert compressed("widget/widget.js") < 2_000


def test_panel_is_under_15_kilobytes() -> None:
    """Every page on which somebody chats pays for it."""
    panels = [path.relative_to(STATIC).as_posix() for path in STATIC.glob("widget/panel-*.js")]
    assert len(panels) == 1
    assert compressed(*panels) < 15_000


def test_every_part_that_comes_later_is_known_and_small() -> None:
    """A part is not a way around the panel's limit: what a first chat needs is not moved here."""
    built = json.loads((STATIC / "widget" / "manifest.json").read_text()).values()
    parts = {each["name"]: each["file"] for each in built if not each.get("isEntry")}
    assert set(parts) == set(PARTS)
    too_large = {name for name, file in parts.items() if compressed(f"widget/{file}") >= PARTS[name][0]}
    assert not too_large


def test_panel_brings_no_part_along() -> None:
    """It names them in dynamic imports only, so that nothing is fetched with it."""
    (panel,) = STATIC.glob("widget/panel-*.js")
    assert re.findall(r'(?:from|import)\s*"', panel.read_text()) == []


CONSOLE: Final = STATIC / "console"
FIRST_BYTES: Final = 160_000
FIRST_FILES: Final = 10
SOON: Final = ("machine-*.js",)
"""What the workspace fetches by itself as soon as it is drawn, beside what draws an opened conversation."""


def console_start() -> list[str]:
    """What a browser fetches until the workspace is drawn, in the language with the longest texts."""
    page = (CONSOLE / "index.html").read_text()
    named = re.findall(r'(?:src|href)="/([^"]+\.(?:js|css|svg))"', page)
    languages = json.loads(re.findall(r"const languages = (\{.*?\});", page)[0])
    assert set(languages) == {"en", "cs", "de"}
    longest = max(
        (path.lstrip("/") for path in languages.values()), key=lambda path: compressed(f"console/{path}")
    )
    return ["index.html", *named, longest]


def opened_conversation() -> list[str]:
    """The scripts that an opened conversation is drawn with, and its styles."""
    page = (CONSOLE / "index.html").read_text()
    scripts = json.loads(re.findall(r"const conversation = (\[.*?\]);", page)[0])
    assert scripts
    styles = [
        path.relative_to(CONSOLE).as_posix() for path in CONSOLE.glob("assets/opened-conversation-*.css")
    ]
    return [*(path.lstrip("/") for path in scripts), *styles]


def console_bytes(paths: list[str]) -> int:
    """Bytes on the wire."""
    return compressed(*(f"console/{path}" for path in paths))


def test_console_starts_small() -> None:
    """What an operator waits for before he sees who waits, and what comes right after it."""
    start = console_start()
    soon = [path.relative_to(CONSOLE).as_posix() for each in SOON for path in CONSOLE.glob(f"assets/{each}")]
    assert soon
    assert len(start) + len(soon) <= FIRST_FILES
    assert console_bytes([*start, *soon]) <= FIRST_BYTES


def test_console_starts_small_even_at_a_conversation() -> None:
    """As it goes out to browsers, which all read brotli: the build has it beside each file."""
    paths = [path for path in (*console_start(), *opened_conversation()) if not path.endswith(".svg")]
    assert sum((CONSOLE / f"{path}.br").stat().st_size for path in paths) <= FIRST_BYTES


def test_what_only_some_screens_need_is_no_part_of_the_start() -> None:
    """Settings, dialogs and their texts are files of their own, fetched later."""
    built = {path.name.removesuffix(".js")[: -len("-12345678")] for path in CONSOLE.glob("assets/*.js")}
    later = {
        "settings", "set-up", "profile", "sign-in", "clients-screen", "invitation-tab", "notifications-tab",
        "start-dialog", "emoji-grid", "palette", "shortcut-list", "colleague-list", "why-nothing",
        "long-list", "overlays", "opened-conversation", "en-more", "cs-more", "de-more",
    }  # fmt: skip
    assert later <= built
