"""What holds for every test."""

from pathlib import Path

import hypothesis

# As plugins, their fixtures are known everywhere and their assertions explain themselves.
pytest_plugins = [
    f"tests.support.{module.stem}"
    for module in sorted((Path(__file__).parent / "support").glob("*.py"))
    if module.stem != "__init__"
]

# No deadline: how long one example takes says more about the machine than about the code.
hypothesis.settings.register_profile("hovor", deadline=None, print_blob=True)
hypothesis.settings.load_profile("hovor")
