"""Passwords as argon2id hashes, computed by a few threads of their own, so that a storm of sign-ins delays
nobody else.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hovor.foundation.identifiers import new_secret

T = TypeVar("T")

_THREADS: Final = 2


class Passwords:
    """Hashes and verifies. `verify` takes the same time whether there is a hash to compare with or not.

    The parameters are the first choice of OWASP's password storage page for argon2id (19 MiB, two passes, one
    lane); a test may give cheaper ones.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="password")
        # What is compared with when there is no such operator.
        self._nobody = _hash_of_nothing(self._hasher)

    async def hash(self, password: str) -> str:
        """The hash to be stored; a new salt each time."""
        return await self._on_thread(lambda: self._hasher.hash(password))

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether this is the password of the stored hash; False for no hash, in the same time."""
        return await self._on_thread(lambda: self._matches(stored or self._nobody, password))

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """Ends the threads; what they are at is finished first."""
        self._threads.shutdown()

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _hash_of_nothing(hasher: PasswordHasher) -> str:
    """Looks like a hash of the hasher's and takes as long to compare with, but was drawn by lot: no password
    leads to it, and no start waits until one has been hashed.
    """
    # The same letters as those of an address, but for two.
    salt, value = (
        new_secret(length * 8).replace("-", "+").replace("_", "/")
        for length in (hasher.salt_len, hasher.hash_len)
    )
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${value}"
