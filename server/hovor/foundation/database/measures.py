"""What the database counts about itself; `hovor.foundation.metrics` shows it."""

from dataclasses import dataclass


@dataclass(slots=True)
class Measures:
    """Counters since the start. Written by the lanes' threads, each in one step, and read by anybody."""

    batches: int = 0
    """Transactions committed."""
    units: int = 0
    """Units answered, whatever the answer."""
    refusals: int = 0
    """Units that raised, whatever they raised."""
    reruns: int = 0
    """Batches that had to run again."""
    unknown_commits: int = 0
    """Commits whose answer was lost and had to be looked up."""
    lost_connections: int = 0
    """Connections that broke."""
    slow_units: int = 0
    """Units that took more than 50 ms."""
    unavailable: int = 0
    """Units and reads answered `storage_unavailable`."""
    reads: int = 0
    """Reads answered, whatever the answer."""
