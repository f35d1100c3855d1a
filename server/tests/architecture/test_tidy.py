"""Every rule holds on this tree, and every exception to one is still needed."""

import pytest

from tests.architecture.exceptions import EXCEPTIONS
from tests.architecture.rules import RULES, broken
from tests.architecture.tree import Tree
from tooling.machine import ROOT

TREE = Tree(ROOT)


@pytest.mark.parametrize("rule", RULES)
def test_rule_holds(rule: str) -> None:
    violations = broken(rule, TREE)
    assert not violations, "\n" + "\n".join(violation.sentence() for violation in violations)


@pytest.mark.parametrize(("rule", "path"), EXCEPTIONS)
def test_exception_is_needed(rule: str, path: str) -> None:
    assert path in {found.path for found in RULES[rule](TREE)}
