"""From batches to a value and how sure it is of it.

The horizon is cut into batches of equal length. What they have in common is the estimate; how they differ
says how far it may be from the truth.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, stdev
from typing import Final

_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its standard error, from so many batches."""

    mean: float
    error: float
    batches: int

    def half_width(self, confidence: float = 0.95) -> float:
        """The truth lies no further than this from the mean, in this share of runs."""
        return student(confidence, self.batches - 1) * self.error

    def covers(self, truth: float, confidence: float = 0.99) -> bool:
        """Whether the truth lies in this band."""
        return abs(self.mean - truth) <= self.half_width(confidence)

    def document(self) -> dict[str, float]:
        """For a program."""
        return {"mean": self.mean, "half_width": self.half_width()}


def total(values: Sequence[float]) -> Estimate:
    """The sum over all batches."""
    count = len(values)
    return Estimate(math.fsum(values), stdev(values) * math.sqrt(count), count)


def ratio(numerators: Sequence[float], denominators: Sequence[float]) -> Estimate | None:
    """The sum of the ones over the sum of the others; None where there is nothing to divide by."""
    whole, count = math.fsum(denominators), len(numerators)
    if not whole:
        return None
    mean = math.fsum(numerators) / whole
    # A batch with more of everything says nothing about the ratio, so only what it deviates by counts.
    apart = [over - mean * under for over, under in zip(numerators, denominators, strict=True)]
    return Estimate(mean, stdev(apart) / math.sqrt(count) / (whole / count), count)


def percentile(batches: Sequence[Sequence[float]], share: float) -> Estimate | None:
    """The value that this share of all does not exceed; None where there are none."""
    filled = [sorted(batch) for batch in batches if batch]
    if len(filled) <= 1:
        return None
    everything = sorted(value for batch in filled for value in batch)
    error = stdev([_at(batch, share) for batch in filled]) / math.sqrt(len(filled))
    return Estimate(_at(everything, share), error, len(filled))


def student(confidence: float, freedom: int) -> float:
    """Two-sided quantile of Student's distribution, by the expansion of Hill; good to three digits from four
    degrees of freedom on.
    """
    z = _NORMAL.inv_cdf((1 + confidence) / 2)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + first / freedom + second / freedom**2 + third / freedom**3 + fourth / freedom**4


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, max(0, math.ceil(share * len(values)) - 1))]
