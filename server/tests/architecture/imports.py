"""Who may import what: features through each other's front doors, libraries where they belong."""

import ast

from tests.architecture.tree import ABOVE_FEATURES, Import, Module, Tree, Violation, imports

_FRONT_DOORS = frozenset({"service", "queries", "events", "errors"})
_MORE_DOORS = {"messaging": frozenset({"channel"})}
_SIDE_DOORS = frozenset({("simulation", "routing", "engine")})
"""Who else may come in where: the simulation drives the very engine that the server runs."""
_FOR_CHANNELS = frozenset({"messaging", "conversations", "clients", "foundation"})

_LIBRARIES = {
    "fastapi": ("foundation", "wiring", "web", "api", "schemas"),
    "starlette": ("foundation", "wiring", "web", "demo", "api", "schemas"),
    "pydantic": ("foundation", "wiring", "api", "schemas"),
    "psycopg": ("foundation",),
    "sqlite3": ("foundation",),
    "alembic": ("foundation",),
    "typer": ("cli",),
}
"""Where a library may be imported: the first part below `hovor`, or a file's role in its feature."""


def front_doors(tree: Tree) -> list[Violation]:
    """Other features are reached by service, queries, events and errors; wiring alone knows everything."""
    return [
        module.at(
            found.node,
            f"{found.full} is private to {found.full.split('.')[1]}; use {', '.join(sorted(doors))}",
        )
        for module in tree.product
        if module.parts[:1] != ("wiring",)
        for found, feature in _features_imported(module)
        if _door(found) not in (doors := _FRONT_DOORS | _MORE_DOORS.get(feature, frozenset()))
        and (module.parts[0], feature, _door(found)) not in _SIDE_DOORS
    ]


def channels(tree: Tree) -> list[Violation]:
    """A channel knows messaging, conversations, clients and the foundation, and nobody else."""
    return [
        module.at(
            found.node,
            f"a channel may not import {found.full}; ask messaging.channel",
        )
        for module in tree.product
        if module.parts[:1] == ("channels",)
        for found, feature in _features_imported(module)
        if feature not in _FOR_CHANNELS
    ]


def libraries(tree: Tree) -> list[Violation]:
    """The web framework stays in the web's files, the engine in the foundation."""
    return [
        module.at(found.node, f"{library} belongs to {', '.join(places)}")
        for module in tree.product
        for found in imports(module.syntax)
        if (library := found.module.partition(".")[0]) in _LIBRARIES
        and not {*module.parts[:1], module.role} & set(places := _LIBRARIES[library])
    ]


def in_functions(tree: Tree) -> list[Violation]:
    """Imports stand at the top, so that the graph is the truth; cli may wait, for a quick `--help`."""
    return [
        module.at(found.node, f"import {found.full} at the top of the file")
        for module in tree.modules
        if module.parts != ("cli",)
        for function in module.functions()
        for found in imports(ast.Module(function.body, []))
    ]


def _features_imported(module: Module) -> list[tuple[Import, str]]:
    """The imports from other features, with the feature's folder."""
    own = module.feature.partition("/")[0] if module.feature else None
    inside = [found for found in imports(module.syntax) if found.full.startswith("hovor.")]
    pairs = [(found, found.full.split(".")[1]) for found in inside]
    return [
        (found, feature) for found, feature in pairs if feature not in {own, "foundation", *ABOVE_FEATURES}
    ]


def _door(found: Import) -> str | None:
    """The file behind which the imported name lies; None for a whole feature."""
    words = found.full.split(".")
    # Each channel is a feature of its own, one folder further down.
    place = 3 if words[1] == "channels" else 2
    return words[place] if len(words) > place else None
