"""The checks of other tools, as tests: one command, one report, one last line."""

import pytest

from tooling.checks import Check, static_checks, unit_tests_of_typescript


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "check", [*static_checks(), unit_tests_of_typescript()], ids=lambda check: check.name
)
def test_check(check: Check) -> None:
    done = check.run()
    assert done.returncode == 0, f"\n{done.stdout}"
