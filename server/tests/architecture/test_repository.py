"""What a newcomer meets first: pinned lists that name no host, equal words, links that lead somewhere."""

import json
import re
import sys
import tomllib
from collections import defaultdict
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import dev
from tests.architecture.tree import Tree, imports
from tooling.machine import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
LISTS = {
    "requirements-run.txt": [*PROJECT["project"]["dependencies"], *GROUPS["web"]],
    "requirements-dev.txt": [*PROJECT["project"]["dependencies"], *GROUPS["web"], *GROUPS["dev"]],
}
LOCKS = ["frontend/package-lock.json", "tooling/browser/package-lock.json"]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def pins(name: str) -> dict[str, set[Version]]:
    """The versions a list pins; more than one where the Python version decides."""
    found = defaultdict(set)
    for project, version in re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / name).read_text(), re.MULTILINE):
        found[project].add(Version(version))
    return found


@pytest.mark.parametrize("name", LISTS)
def test_list_pins_what_the_project_asks_for(name: str) -> None:
    """Otherwise somebody forgot `./dev.py lock`."""
    pinned = pins(name)
    wanted = [Requirement(text) for text in LISTS[name]]
    forgotten = [
        str(requirement)
        for requirement in wanted
        if not any(requirement.specifier.contains(version) for version in pinned[requirement.name])
    ]
    assert not forgotten


def test_developers_run_what_users_run() -> None:
    development = pins("requirements-dev.txt")
    different = {
        name for name, versions in pins("requirements-run.txt").items() if versions != development[name]
    }
    assert not different


def test_what_is_imported_is_asked_for() -> None:
    """Not merely there because something else asked for it."""
    asked = {canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]}
    brought_by = packages_distributions()
    imported = {
        found.module.partition(".")[0] for module in Tree(ROOT).product for found in imports(module.syntax)
    }
    foreign = imported - sys.stdlib_module_names - {"hovor", "_typeshed"}
    # Starlette is the lower half of FastAPI's own interface.
    strays = {
        name
        for name in foreign - {"starlette"}
        if asked.isdisjoint(canonicalize_name(project) for project in brought_by.get(name, []))
    }
    assert not strays


@pytest.mark.parametrize("name", [*LISTS, "requirements-uv.txt"])
def test_list_has_hashes_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    entries = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_hashes_and_names_no_host(name: str) -> None:
    packages = json.loads((ROOT / name).read_text())["packages"]
    del packages[""]
    assert all("integrity" in package and "resolved" not in package for package in packages.values())


def test_front_end_names_exact_versions() -> None:
    package = json.loads((ROOT / "frontend/package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())


def test_make_has_the_words_of_dev() -> None:
    targets = re.search(r"^([\w -]+):$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets is not None
    assert targets[1].split() == list(dev.WORDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not lost
