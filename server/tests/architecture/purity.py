"""Clock, chance and the outside come in as parameters; decisions know nothing but their facts."""

import ast

from tests.architecture.tree import Module, Tree, Violation, imports

_AMBIENT = frozenset(
    {
        "time.time",
        "time.time_ns",
        "time.sleep",
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
        "uuid.uuid1",
        "uuid.uuid4",
        "os.urandom",
        "random",
        "secrets",
        "print",
    }
)
"""Not called nor passed on, neither these nor anything below them."""

_GIVEN = "random.Random"
"""The type of a generator that somebody gave."""

_NOT_IN_POLICIES = frozenset(
    {
        "asyncio",
        "fastapi",
        "os",
        "pathlib",
        "pydantic",
        "socket",
        "sqlalchemy",
        "starlette",
        "structlog",
        "threading",
        "time",
        "hovor.foundation.database",
    }
)

_PURE_ROLES = frozenset({"policy", "engine"})

_CHANNEL_KINDS = frozenset({"webchat", "email", "whatsapp", "phone", "generic", "sandbox"})


def ambient(tree: Tree) -> list[Violation]:
    """Clock, chance and output are read in one place each, so that a test can hold them still."""
    return [
        module.at(node, f"{name} is ambient; take it from the unit of work, the clock or the log")
        for module in tree.product
        for node, name in _names(module)
        if name != _GIVEN and any(name == banned or name.startswith(f"{banned}.") for banned in _AMBIENT)
    ]


def policies(tree: Tree) -> list[Violation]:
    """A policy is a function of its arguments: no clock, no database, no framework."""
    return [
        module.at(found.node, f"a policy may not import {found.full}")
        for module in tree.product
        if module.role in _PURE_ROLES
        for found in imports(module.syntax)
        if any(f"{found.full}.".startswith(f"{banned}.") for banned in _NOT_IN_POLICIES)
    ]


def channel_names(tree: Tree) -> list[Violation]:
    """Below the channels nobody asks for a channel's name; capabilities say what one can do."""
    return [
        module.at(node, "ask for a capability of the channel, not for its name")
        for module in tree.product
        if module.feature is not None and not module.feature.startswith("channels/")
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.Compare | ast.Match) and _asks_for_kind(node)
    ]


def _asks_for_kind(node: ast.Compare | ast.Match) -> bool:
    """Whether something of a channel is compared with a kind's name; "email" alone may be an address."""
    subject: ast.AST = node.subject if isinstance(node, ast.Match) else node
    named: list[ast.AST] = [case.pattern for case in node.cases] if isinstance(node, ast.Match) else [node]
    constants = {found.value for part in named for found in ast.walk(part) if isinstance(found, ast.Constant)}
    return "channel" in ast.unparse(subject) and not _CHANNEL_KINDS.isdisjoint(constants)


def _names(module: Module) -> list[tuple[ast.AST, str]]:
    """What the file refers to beyond itself, by the full names of the modules it comes from."""
    origins = {"print": "print"}
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Import):
            bound = {word.asname or word.name.partition(".")[0]: word for word in node.names}
            origins |= {name: word.name if word.asname else name for name, word in bound.items()}
        elif isinstance(node, ast.ImportFrom):
            origins |= {word.asname or word.name: f"{node.module}.{word.name}" for word in node.names}
    pairs = [(node, _dotted(node)) for node in ast.walk(module.syntax)]
    named = [(node, name.partition(".")) for node, name in pairs if name is not None]
    return [(node, origins[first] + dot + rest) for node, (first, dot, rest) in named if first in origins]


def _dotted(node: ast.AST) -> str | None:
    """`a.b.c` as text, None for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (inner := _dotted(node.value)) is not None:
        return f"{inner}.{node.attr}"
    return None
