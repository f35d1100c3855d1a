"""What a browser must fetch before anything works stays small; measured on the built files, compressed."""

import gzip
import re

import pytest

from tooling.machine import ROOT

STATIC = ROOT / "server" / "hovor" / "static"


def compressed(*paths: str) -> int:
    """Bytes on the wire."""
    return sum(len(gzip.compress((STATIC / path).read_bytes(), 9)) for path in paths)


def test_loader_is_under_2_kilobytes() -> None:
    """Every page of a client's shop pays for it."""
    assert compressed("widget/widget.js") < 2_000


@pytest.mark.xfail(reason="15.6 kB: the goal is missed by 0.6 kB so far", strict=True)
def test_panel_is_under_15_kilobytes() -> None:
    panels = [path.relative_to(STATIC).as_posix() for path in STATIC.glob("widget/panel-*.js")]
    assert len(panels) == 1
    assert compressed(*panels) < 15_000


@pytest.mark.parametrize(("ending", "limit"), [("js", 160_000), ("css", 30_000)])
def test_console_starts_small(ending: str, limit: int) -> None:
    """Scripts and styles that index.html names; the rest is fetched when it is needed."""
    page = (STATIC / "console" / "index.html").read_text()
    named = re.findall(rf'(?:src|href)="/(assets/[^"]+\.{ending})"', page)
    assert named
    assert compressed(*(f"console/{path}" for path in named)) < limit
