"""What theory says of a scenario that is simple enough for it, metric by metric under the names of
`measures`.
"""

from typing import Any

from hovor.simulation.measures import PERCENTILES
from hovor.simulation.scenario import Arrivals, Operators, Scenario
from hovor.simulation.theory import ErlangA, ErlangC, absolute_priority, accumulating_priority

Expected = dict[str, Any]


def expected(scenario: Scenario) -> Expected | None:
    """The values of the whole, and under "arrivals" those of each stream where theory knows them apart; None
    when theory does not know such a scenario.
    """
    if why_unknown(scenario):
        return None
    first, group = scenario.arrivals[0], scenario.operators[0]
    rates = [_rate(each) for each in scenario.arrivals]
    handle = first.handle.mean / group.speed
    target = scenario.queues[0].service_target_seconds
    if first.patience is None or first.patience.lasts is None:
        whole: Expected = _erlang_c(ErlangC(sum(rates), handle, group.count), target)
    else:
        patient = ErlangA(sum(rates), handle, group.count, first.patience.lasts.mean)
        whole = _erlang_a(patient, target, scenario.short_abandon_seconds)
    if len(scenario.arrivals) == 1:
        return whole
    means = {name: whole[name] for name in ("probability_of_wait", "mean_wait_seconds", "occupancy")}
    apart = _by_class(scenario, rates, handle) if first.patience is None else None
    return means if apart is None else means | {"arrivals": apart}


def why_unknown(scenario: Scenario) -> str:
    """Why theory does not know it; empty when it does."""
    return why_not_comparable(scenario) or _why_not_stable(scenario)


def why_not_comparable(scenario: Scenario) -> str:
    """The same with any number of operators."""
    if len(scenario.queues) > 1 or len(scenario.operators) > 1:
        return "there are several queues, or several kinds of operators"
    group = scenario.operators[0]
    if not all(group.meets(each) for each in scenario.arrivals) or not group.queues:
        return "operators lack a skill, or serve no queue"
    return _why_not_plain(group) or _why_not_alike(scenario.arrivals, scenario.arrivals[0])


def _why_not_plain(group: Operators) -> str:
    if not group.answers_at_once:
        return "operators take time to answer, or do not"
    if group.away is not None or group.crashes is not None or group.shifts is not None:
        return "operators are not always there"
    return (
        ""
        if group.capacity_units == 1 and not group.limits
        else "operators have several conversations at once"
    )


def _why_not_alike(arrivals: tuple[Arrivals, ...], first: Arrivals) -> str:
    for each in arrivals:
        if each.handle.shape != "exponential" or each.handle != first.handle:
            return "handle times are not exponential, or not the same"
        if len(each.rates) > 1:
            return "the rate of arrivals changes"
        if each.units != 1 or each.callback is not None:
            return "units or callbacks are beyond it"
        if each.patience != first.patience:
            return "clients differ in patience"
    lasts = None if first.patience is None else first.patience.lasts
    if first.patience is not None and (
        first.patience.spikes or lasts is None or lasts.shape != "exponential"
    ):
        return "the patience is not exponential"
    return ""


def _why_not_stable(scenario: Scenario) -> str:
    first, group = scenario.arrivals[0], scenario.operators[0]
    load = sum(map(_rate, scenario.arrivals)) * first.handle.mean / group.speed
    endless = first.patience is None and load >= group.count
    return "there is more work than the operators can do, and nobody leaves" if endless else ""


def _erlang_c(known: ErlangC, target: float) -> Expected:
    return {
        "probability_of_wait": known.probability_of_wait,
        "mean_wait_seconds": known.mean_wait,
        "wait_percentiles": {f"{100 * share:g}": known.percentile(share) for share in PERCENTILES},
        "service_level": known.served_within(target),
        "abandonment": 0.0,
        "occupancy": known.occupancy,
    }


def _erlang_a(known: ErlangA, target: float, short: float) -> Expected:
    left_soon = known.abandoned_within(short) if short else 0.0
    return {
        "probability_of_wait": known.probability_of_wait,
        "mean_wait_seconds": known.mean_wait,
        "wait_percentiles": {f"{100 * share:g}": known.percentile(share) for share in PERCENTILES},
        "service_level": known.served_within(target) / (1 - left_soon),
        "abandonment": (known.abandonment - left_soon) / (1 - left_soon),
        "occupancy": known.occupancy,
    }


def _by_class(scenario: Scenario, rates: list[float], handle: float) -> Expected | None:
    """Mean waits of the streams under a discipline that theory knows."""
    queue, count = scenario.queues[0], scenario.operators[0].count
    classes = [each.priority_class for each in scenario.arrivals]
    order = sorted(range(len(classes)), key=lambda place: classes[place])
    if len(set(classes)) < len(classes):
        return None
    sorted_rates = [rates[place] for place in order]
    if queue.discipline == "priority":
        waits = absolute_priority(count, handle, sorted_rates)
    elif queue.discipline == "ageing" and queue.ageing_rates is not None:
        ageing = [queue.ageing_rates.get(classes[place], 1.0) for place in order]
        waits = accumulating_priority(count, handle, sorted_rates, ageing)
    else:
        return None
    return {
        scenario.arrivals[place].name: {"mean_wait_seconds": wait}
        for place, wait in zip(order, waits, strict=True)
    }


def _rate(arrivals: Arrivals) -> float:
    return arrivals.rates[0][1] / 3600
