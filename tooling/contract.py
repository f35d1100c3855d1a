"""The public contract as the code says it: `python -m tooling.contract` writes `contract/` anew."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hovor import web
from hovor.foundation.live import contract
from hovor.foundation.settings import Settings
from hovor.wiring import build, features
from tooling.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = ROOT / "contract"


def documents() -> Mapping[str, str]:
    """What stands in each file, by its name."""
    with tempfile.TemporaryDirectory() as folder:
        installation = build(Settings(data_dir=Path(folder)))
    api: dict[str, Any] = web.application(installation).api.openapi()
    return {
        "openapi.json": _written(api),
        "events.json": _written(contract.document(features.declarations(installation.addresses))),
    }


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"contract/{name}")
