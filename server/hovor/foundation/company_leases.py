"""Leases of companies: of all processes of an installation one at a time holds a company's, and does what
only one of them should do.

A lease saves work and never carries truth: whoever holds it may have lost it without knowing, so what is
written under it is guarded by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

OnLease: TypeAlias = Callable[[str, bool], None]
"""`(company_id, held)`: this process holds the company's lease from now on, or does not."""


@dataclass(slots=True)
class LeaseCounts:
    """Counted since the start of the process."""

    taken: int = 0
    lost: int = 0
    """With the connection that held them, not by being given up in good order."""


class CompanyLeases(Protocol):
    """This process's leases. All of it on the loop."""

    counts: LeaseCounts

    async def start(self) -> None:
        """Begin to try."""
        ...

    async def close(self) -> None:
        """Give up every lease, so that others have them at once."""
        ...

    def subscribe(self, on_lease: OnLease) -> None:
        """Have this called whenever a company's lease is taken or lost, and when the first try for it has
        failed.
        """
        ...

    def want(self, company_id: str) -> None:
        """Try for this company from now on, again whenever its lease is lost. May be said again."""
        ...

    def holds(self, company_id: str) -> bool:
        """Whether this process holds the company's lease, as far as it knows."""
        ...

    @property
    def held(self) -> int:
        """The number of companies whose lease this process holds."""
        ...

    @property
    def pending(self) -> bool:
        """Whether the first try for some company has not been answered yet."""
        ...


class HeldAlone:
    """Where there is one process there is nobody to share with: whatever it wants, it holds."""

    def __init__(self) -> None:
        self.counts = LeaseCounts()
        self._held: set[str] = set()
        self._on_lease: OnLease = _ignore

    async def start(self) -> None:
        """Nothing to do."""

    async def close(self) -> None:
        """Nobody waits for them."""

    def subscribe(self, on_lease: OnLease) -> None:
        """See `CompanyLeases`."""
        self._on_lease = on_lease

    def want(self, company_id: str) -> None:
        """Taken at once."""
        if company_id not in self._held:
            self._held.add(company_id)
            self.counts.taken += 1
            self._on_lease(company_id, True)  # noqa: FBT003  held, as the name of the type says

    def holds(self, company_id: str) -> bool:
        """Whether it was ever wanted."""
        return company_id in self._held

    @property
    def held(self) -> int:
        """The number of companies."""
        return len(self._held)

    @property
    def pending(self) -> bool:
        """Never."""
        return False


def _ignore(company_id: str, held: bool) -> None:  # noqa: FBT001  as `OnLease` has it
    """Nobody has subscribed."""
