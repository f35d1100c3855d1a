"""All rules by their names, as exceptions and reports use them."""

from collections.abc import Callable

from tests.architecture import imports, purity, shape, sizes
from tests.architecture.exceptions import EXCEPTIONS
from tests.architecture.tree import Tree, Violation

RULES: dict[str, Callable[[Tree], list[Violation]]] = {
    "front door": imports.front_doors,
    "channel": imports.channels,
    "library": imports.libraries,
    "import in function": imports.in_functions,
    "ambient": purity.ambient,
    "policy": purity.policies,
    "channel by name": purity.channel_names,
    "shape": shape.of_features,
    "package": shape.packages,
    "name": shape.names,
    "verb": shape.verbs,
    "python size": sizes.of_python,
    "function size": sizes.of_functions,
    "service size": sizes.of_services,
    "typescript size": sizes.of_typescript,
}


def broken(rule: str, tree: Tree) -> list[Violation]:
    """The violations of a rule that no exception covers."""
    return [found for found in RULES[rule](tree) if (rule, found.path) not in EXCEPTIONS]
