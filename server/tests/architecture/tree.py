"""The source tree as the rules see it: parsed once, addressed by folder, never imported."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ABOVE_FEATURES = frozenset({"cli", "web", "worker", "wiring", "administration", "demo", "simulation"})
"""What stands above the features in `hovor`; everything else there but foundation is a feature."""


@dataclass(frozen=True)
class Violation:
    """A broken rule and where; the message says what to do instead."""

    path: str
    line: int
    message: str

    def sentence(self) -> str:
        """For a report, in the form that editors turn into a link."""
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: str
    """Relative to the root, with slashes."""
    text: str

    @property
    def syntax(self) -> ast.Module:
        return _parsed(self.text)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Below `hovor`: ("accounts", "service") for hovor/accounts/service.py; () outside the package."""
        words = Path(self.path).with_suffix("").parts
        if words[:2] != ("server", "hovor"):
            return ()
        return words[2:-1] if words[-1] == "__init__" else words[2:]

    @property
    def feature(self) -> str | None:
        """The feature this file belongs to; each channel is one of its own, as "channels/email"."""
        if not self.parts or self.parts[0] in ABOVE_FEATURES or self.parts[0] == "foundation":
            return None
        return "/".join(self.parts[:2]) if self.parts[0] == "channels" else self.parts[0]

    @property
    def role(self) -> str | None:
        """The file or folder within the feature: "service" for service.py and service/sign_in.py."""
        if self.feature is None:
            return None
        inner = self.parts[len(self.feature.split("/")) :]
        return inner[0] if inner else "__init__"

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """All functions and methods, nested ones too."""
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def at(self, node: ast.AST | int, message: str) -> Violation:
        """A violation in this file."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return Violation(self.path, line, message)


@cache
def _parsed(text: str) -> ast.Module:
    """Shared by all trees, since copies of the same checkout differ in a file or two."""
    return ast.parse(text)


@dataclass(frozen=True)
class Import:
    """One imported name: `import a.b` gives ("a.b", None), `from a import b` gives ("a", "b")."""

    node: ast.AST
    module: str
    name: str | None

    @property
    def full(self) -> str:
        return self.module if self.name is None else f"{self.module}.{self.name}"


def imports(node: ast.AST) -> Iterator[Import]:
    """All imports in a piece of syntax."""
    for found in ast.walk(node):
        if isinstance(found, ast.Import):
            for alias in found.names:
                yield Import(found, alias.name, None)
        elif isinstance(found, ast.ImportFrom) and found.module is not None:
            for alias in found.names:
                yield Import(found, found.module, alias.name)


@dataclass(frozen=True)
class Tree:
    """A checkout, real or copied."""

    root: Path

    @cached_property
    def modules(self) -> list[Module]:
        """All Python files but migrations, which are written once and never read again."""
        folders = ("server/hovor", "server/tests", "tooling", "bench")
        files = [file for folder in folders for file in sorted((self.root / folder).rglob("*.py"))]
        return [Module(self._name(file), file.read_text()) for file in [self.root / "dev.py", *files]]

    @cached_property
    def product(self) -> list[Module]:
        """The Python files of the product itself."""
        return [module for module in self.modules if module.path.startswith("server/hovor/")]

    @cached_property
    def scripts(self) -> dict[str, str]:
        """All TypeScript files that people write, with their texts."""
        written = (
            path for path in self.frontend if Path(path).suffix in {".ts", ".tsx"} and ".gen." not in path
        )
        return {path: (self.root / path).read_text() for path in written}

    @cached_property
    def frontend(self) -> list[str]:
        """All files of the console, the widget and what they share."""
        folders = ("frontend/console", "frontend/widget", "frontend/invitation", "frontend/shared")
        found = (file for folder in folders for file in sorted((self.root / folder).rglob("*")))
        return [self._name(file) for file in found if file.is_file()]

    def _name(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix()
