"""A rule that cannot fail protects nothing: each violation is planted in a copy and must be caught."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.rules import RULES, broken
from tests.architecture.tree import Tree
from tooling.machine import ROOT
from tooling.python_packages import PYTHON

HOVOR = "server/hovor"


@dataclass(frozen=True)
class Plant:
    """Text added to the end of a file, new or not, and the rule that must notice."""

    rule: str
    path: str
    text: str


def _function(name: str, *, lines: int = 1, parameters: str = "", prefix: str = "") -> str:
    return f"\n\n{prefix}def {name}({parameters}):\n" + "    pass\n" * lines


PLANTS = [
    Plant("front door", f"{HOVOR}/accounts/queries.py", "from hovor.companies.models import company\n"),
    Plant("front door", f"{HOVOR}/conversations/api.py", "import hovor.messaging\n"),
    Plant("front door", f"{HOVOR}/simulation/router.py", "from hovor.routing.models import queue\n"),
    Plant("channel", f"{HOVOR}/channels/planted/adapter.py", "from hovor.companies import queries\n"),
    Plant("library", f"{HOVOR}/accounts/service.py", "from fastapi import Request\n"),
    Plant("library", f"{HOVOR}/routing/queries.py", "import sqlite3\n"),
    Plant("import in function", f"{HOVOR}/accounts/api.py", "def later():\n    import json\n"),
    Plant("ambient", f"{HOVOR}/accounts/policy.py", "import time\nnow = time.time()\n"),
    Plant("ambient", f"{HOVOR}/accounts/policy.py", "from datetime import datetime\nnow = datetime.now()\n"),
    Plant("ambient", f"{HOVOR}/accounts/policy.py", "from uuid import uuid4 as chance\nid = chance()\n"),
    Plant("ambient", f"{HOVOR}/accounts/policy.py", "import random\nchance = random.random()\n"),
    Plant("ambient", f"{HOVOR}/accounts/policy.py", "import os\ndraw = os.urandom\n"),
    Plant("ambient", f"{HOVOR}/accounts/policy.py", "print('here')\n"),
    Plant("policy", f"{HOVOR}/routing/policy.py", "import sqlalchemy as sa\n"),
    Plant("policy", f"{HOVOR}/routing/engine/planted.py", "from hovor.foundation.database import Work\n"),
    Plant("channel by name", f"{HOVOR}/routing/policy.py", "loud = channel_kind == 'phone'\n"),
    Plant(
        "channel by name",
        f"{HOVOR}/routing/policy.py",
        "match channel.kind:\n    case 'phone':\n        pass\n",
    ),
    Plant("shape", f"{HOVOR}/accounts/cleverness.py", ""),
    Plant("shape", f"{HOVOR}/planted/__init__.py", ""),
    Plant("package", f"{HOVOR}/foundation/planted/file.py", ""),
    Plant("name", f"{HOVOR}/foundation/utils.py", ""),
    Plant("name", "frontend/console/src/helpers/planted.ts", ""),
    Plant("verb", f"{HOVOR}/accounts/service.py", _function("wait", parameters="work", prefix="async ")),
    Plant("verb", f"{HOVOR}/accounts/service.py", _function("change", parameters="operator_id")),
    Plant("python size", f"{HOVOR}/foundation/planted.py", "pass\n" * 401),
    Plant("function size", f"{HOVOR}/foundation/planted.py", _function("long", lines=60)),
    Plant(
        "function size",
        f"{HOVOR}/foundation/planted.py",
        _function("wide", parameters="a, b, c, *, d, e, f, g"),
    ),
    Plant(
        "service size",
        f"{HOVOR}/planted/service.py",
        "".join(_function(f"verb_{number}", parameters="work") for number in range(21)),
    ),
    Plant("typescript size", "frontend/console/src/planted.ts", "export {};\n" * 251),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources; what a test plants there it takes away again."""
    root = tmp_path_factory.mktemp("copy")
    unwanted = shutil.ignore_patterns("node_modules", "static", "__pycache__", "tests")
    for folder in ("server", "frontend", "tooling"):
        shutil.copytree(ROOT / folder, root / folder, ignore=unwanted)
    for file in ("dev.py", "pyproject.toml"):
        shutil.copy(ROOT / file, root)
    return root


@contextmanager
def planted(file: Path, text: str) -> Iterator[None]:
    """The file with this text at its end."""
    before = file.read_text() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((before or "") + text)
    try:
        yield
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.rule}: {Path(plant.path).name}")
def test_rule_catches(plant: Plant, copy: Path) -> None:
    before = broken(plant.rule, Tree(copy))
    with planted(copy / plant.path, plant.text):
        after = broken(plant.rule, Tree(copy))
    caught = set(after) - set(before)
    assert {violation.path for violation in caught} == {plant.path}


def test_each_rule_is_planted() -> None:
    assert {plant.rule for plant in PLANTS} == set(RULES)


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        (
            f"{HOVOR}/companies/queries.py",
            "import hovor.accounts.queries\n",
            "hovor.companies is not allowed to import hovor.accounts",
        ),
        (
            f"{HOVOR}/presence/queries.py",
            "import hovor.clients.queries\n",
            "hovor.presence is not allowed to import hovor.clients",
        ),
        (
            f"{HOVOR}/companies/policy.py",
            "import hovor.companies.models\n",
            "hovor.companies.policy is not allowed to import hovor.companies.models",
        ),
        (
            f"{HOVOR}/channels/planted.py",
            "import hovor.channels.webchat\n",
            "hovor.channels.planted is not allowed to import hovor.channels.webchat",
        ),
        (
            f"{HOVOR}/simulation/router.py",
            "import hovor.routing.service\n",
            "hovor.simulation is not allowed to import hovor.routing.service",
        ),
        (f"{HOVOR}/planted.py", "", "- hovor.planted"),
    ],
    ids=["layer above", "own row", "inside a feature", "another channel", "simulation", "outside the layers"],
)
def test_contract_catches(path: str, text: str, verdict: str, copy: Path) -> None:
    assert verdict not in _contracts(copy)
    with planted(copy / path, text):
        assert verdict in _contracts(copy)


def test_contract_catches_cycle(copy: Path) -> None:
    inner = copy / HOVOR / "foundation" / "planted"
    with (
        planted(inner / "__init__.py", ""),
        planted(inner / "one.py", "import hovor.foundation.planted.two\n"),
        planted(inner / "two.py", "import hovor.foundation.planted.one\n"),
    ):
        assert "No cycles at any depth BROKEN" in _contracts(copy)


def _contracts(root: Path) -> str:
    """What Import Linter says of a tree."""
    done = subprocess.run(
        [PYTHON.with_name("lint-imports"), "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "server"), "COLUMNS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr
