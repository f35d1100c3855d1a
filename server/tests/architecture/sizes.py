"""Small pieces: what fits on a few screens can be read, tested and replaced."""

import ast

from tests.architecture.shape import by_feature, public_functions
from tests.architecture.tree import Tree, Violation

PYTHON_LINES = 400
TYPESCRIPT_LINES = 250
FUNCTION_LINES = 60
PARAMETERS = 6
VERBS = 20


def of_python(tree: Tree) -> list[Violation]:
    """No Python file is longer than 400 lines."""
    return [
        module.at(PYTHON_LINES, f"{lines} lines, at most {PYTHON_LINES}")
        for module in tree.modules
        if (lines := len(module.text.splitlines())) > PYTHON_LINES
    ]


def of_typescript(tree: Tree) -> list[Violation]:
    """No TypeScript file is longer than 250 lines."""
    return [
        Violation(path, TYPESCRIPT_LINES, f"{lines} lines, at most {TYPESCRIPT_LINES}")
        for path, text in tree.scripts.items()
        if (lines := len(text.splitlines())) > TYPESCRIPT_LINES
    ]


def of_functions(tree: Tree) -> list[Violation]:
    """No function has more than 60 lines or 6 parameters."""
    functions = [(module, function) for module in tree.modules for function in module.functions()]
    long = [
        module.at(function, f"{function.name} has {lines} lines, at most {FUNCTION_LINES}")
        for module, function in functions
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]
    wide = [
        module.at(function, f"{function.name} has {count} parameters, at most {PARAMETERS}")
        for module, function in functions
        if (count := _parameters(function)) > PARAMETERS
    ]
    return long + wide


def of_services(tree: Tree) -> list[Violation]:
    """No feature has more than 20 verbs; more of them are two features."""
    violations = []
    for feature, modules in by_feature(tree.product).items():
        services = [module for module in modules if module.role == "service"]
        count = sum(len(public_functions(module)) for module in services)
        if count > VERBS:
            violations.append(services[0].at(1, f"{feature} has {count} verbs, at most {VERBS}"))
    return violations


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The parameters a caller sees."""
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return sum(parameter.arg not in {"self", "cls"} for parameter in given)
