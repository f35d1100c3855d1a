"""One shape for every feature, so that who knows one knows all."""

import ast
from collections import defaultdict
from pathlib import Path

from tests.architecture.tree import Module, Tree, Violation

_FILES = frozenset(
    {
        "__init__",
        "models",
        "events",
        "errors",
        "policy",
        "service",
        "queries",
        "schemas",
        "api",
        "reactions",
        "live",
    }
)
"""A file, or a folder of that name when one file would be too long."""

_MORE_FILES = {
    "messaging": frozenset({"channel", "delivery", "views"}),
    "notifications": frozenset({"push"}),
    "routing": frozenset({"engine"}),
}
_MORE_FILES_OF_CHANNELS = frozenset({"adapter", "standin"})

_NAMES = frozenset({"util", "utils", "helper", "helpers", "common", "misc"})


def of_features(tree: Tree) -> list[Violation]:
    """A feature has only the files of the table in ARCHITECTURE.md, and says first what it answers for."""
    violations = [
        module.at(
            1,
            f"{module.role} is no part of a feature: {', '.join(sorted(_allowed(module)))}",
        )
        for module in tree.product
        if module.role is not None and module.role not in _allowed(module)
    ]
    return violations + [
        module.at(1, "say in two or three sentences what this feature answers for")
        for module in tree.product
        if module.role == "__init__" and ast.get_docstring(module.syntax) is None
    ]


def packages(tree: Tree) -> list[Violation]:
    """Each folder is a package; Import Linter does not look into others."""
    paths = {module.path for module in tree.product}
    return [
        module.at(1, "the folder has no __init__.py, so that no contract sees it")
        for module in tree.product
        if any(
            f"{folder.as_posix()}/__init__.py" not in paths for folder in list(Path(module.path).parents)[:-2]
        )
    ]


def names(tree: Tree) -> list[Violation]:
    """A name says what is inside; these say nothing."""
    paths = [*(module.path for module in tree.modules), *tree.frontend]
    return [
        Violation(path, 1, "name the file or folder after what it holds")
        for path in paths
        if _NAMES & {part.partition(".")[0].lower() for part in Path(path).parts}
    ]


def verbs(tree: Tree) -> list[Violation]:
    """A verb is a plain function whose first argument is the unit of work: it cannot wait nor talk."""
    return [
        module.at(function, f"{function.name} must be a plain function with `work` as its first argument")
        for module in tree.product
        if module.role == "service"
        for function in public_functions(module)
        if isinstance(function, ast.AsyncFunctionDef)
        or [word.arg for word in function.args.args[:1]] != ["work"]
    ]


def public_functions(module: Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions at the top of a file that others may call."""
    found = [node for node in module.syntax.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [function for function in found if not function.name.startswith("_")]


def by_feature(modules: list[Module]) -> dict[str, list[Module]]:
    """The files of each feature."""
    grouped = defaultdict(list)
    for module in modules:
        if module.feature is not None:
            grouped[module.feature].append(module)
    return grouped


def _allowed(module: Module) -> frozenset[str]:
    feature = module.feature or ""
    more = (
        _MORE_FILES_OF_CHANNELS if feature.startswith("channels/") else _MORE_FILES.get(feature, frozenset())
    )
    return _FILES | more
