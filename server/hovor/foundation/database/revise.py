"""For developers: `python -m hovor.foundation.database.revise "what changes and why"` writes the next
migration.

It compares the tables that the modules declare with those that the migrations so far make. Read what it has
written before you commit it: it sees neither a renamed column nor rows that must be moved.
"""

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

from alembic import command

import hovor
from hovor import foundation
from hovor.foundation.database.migrate import configuration, folder, transaction, upgrade


def declare_all_tables() -> None:
    """Import every module that may declare a table: all of the foundation, and `models` of each feature
    and channel.
    """
    for module in pkgutil.walk_packages(foundation.__path__, f"{foundation.__name__}."):
        importlib.import_module(module.name)
    package = Path(hovor.__file__).parent
    for models in sorted(package.rglob("models.py")):
        parts = models.relative_to(package.parent).with_suffix("").parts
        importlib.import_module(".".join(parts))


def revise(message: str) -> None:
    """Write the next migration into the folder of migrations."""
    declare_all_tables()
    (folder() / "versions").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as empty:
        url = f"sqlite:///{Path(empty) / 'hovor.db'}"
        upgrade(url)
        with transaction(url) as connection:
            written = command.revision(configuration(connection), message, autogenerate=True)
    for script in written if isinstance(written, list) else [written]:
        if script is not None:
            _without_remarks(Path(script.path))


def _without_remarks(migration: Path) -> None:
    """Alembic asks within the file that it be read. The docstring above has done so."""
    lines = migration.read_text().splitlines(keepends=True)
    migration.write_text("".join(line for line in lines if "# ###" not in line))


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004  the program and one message
        sys.exit(__doc__)
    revise(sys.argv[1])
