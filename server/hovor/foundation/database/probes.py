"""Where tests look into the middle of a transaction. In production each of these does nothing."""

from typing import Protocol


class Probe(Protocol):
    """Called on the writer's thread. What it raises is taken for the engine's own failure at that point."""

    def before_first_write(self) -> None:
        """A unit has checked and is about to write for the first time."""

    def before_commit(self) -> None:
        """The batch is complete and about to be committed."""

    def after_commit(self) -> None:
        """The engine has committed, and its answer has not been read yet."""


class NoProbe:
    """The probe of production."""

    def before_first_write(self) -> None:
        """Nothing."""

    def before_commit(self) -> None:
        """Nothing."""

    def after_commit(self) -> None:
        """Nothing."""
