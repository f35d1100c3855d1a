"""From a scenario file (TOML) to a scenario, or to a refusal that names the field and the remedy."""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final, cast, get_args

from hovor.routing.engine import LOWEST_CLASS, Discipline, Rule
from hovor.simulation.fields import ScenarioRefused, Table, how_distributions_are_written, number
from hovor.simulation.scenario import (
    Absence,
    Arrivals,
    Callback,
    Distribution,
    Offers,
    Operators,
    Patience,
    QueueRules,
    Relaxation,
    Scenario,
)

_SHAPES: Final = ("exponential", "lognormal", "fixed")
_LEAST_BATCHES: Final = 5


def read(file: Path) -> Scenario:
    """The scenario in this file. Raises `ScenarioRefused`."""
    try:
        return scenario(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioRefused(f"{file} cannot be read: {error}") from error
    except ScenarioRefused as refusal:
        raise ScenarioRefused(f"{file}: {refusal.detail}") from refusal


def scenario(text: str) -> Scenario:
    """The scenario that this text holds. Raises `ScenarioRefused`."""
    try:
        whole = Table("", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ScenarioRefused(f"this is not TOML: {error}") from error
    found = Scenario(
        seed=whole.whole("seed", 1),
        horizon_seconds=whole.positive("horizon_seconds", 86_400.0),
        warm_up_seconds=whole.number("warm_up_seconds", 0.0),
        batches=whole.whole("batches", 20, least=_LEAST_BATCHES, most=1_000),
        short_abandon_seconds=whole.number("short_abandon_seconds", 10.0),
        queues=tuple(_queue(each) for each in whole.tables("queue")),
        arrivals=tuple(
            _arrivals(each, place) for place, each in enumerate(whole.tables("arrivals"), start=1)
        ),
        operators=tuple(
            _operators(each, place) for place, each in enumerate(whole.tables("operators"), start=1)
        ),
        offers=_offers(whole.table("offers")),
    )
    whole.done()
    _fits_together(found)
    return found


def _queue(table: Table) -> QueueRules:
    rules = QueueRules(
        name=table.text("name"),
        service_target_seconds=table.number("service_target_seconds", 20.0),
        discipline=cast(Discipline, table.one_of("discipline", get_args(Discipline), "head_start")),
        choice=cast(Rule, table.one_of("choice", get_args(Rule), "longest_idle")),
        head_start_seconds=table.by_class("head_start_seconds", least=0.0),
        ageing_rates=table.by_class("ageing_rates", least=1e-9),
        relaxation=tuple(_relaxation(each) for each in table.tables("relaxation")),
    )
    table.done()
    begins = [each.after_seconds for each in rules.relaxation]
    if begins != sorted(set(begins)):
        raise ScenarioRefused(f"{table.at('relaxation')}: each step must begin later than the one before it")
    return rules


def _relaxation(table: Table) -> Relaxation:
    step = Relaxation(
        after_seconds=table.positive("after_seconds"),
        drop_skills=table.texts("drop_skills"),
        lower_to=table.whole("lower_to", least=1, most=5) if table.has("lower_to") else None,
        add_queues=table.texts("add_queues"),
    )
    table.done()
    if not step.drop_skills and step.lower_to is None and not step.add_queues:
        raise ScenarioRefused(f"{table.place} changes nothing; name drop_skills, lower_to or add_queues")
    return step


def _arrivals(table: Table, place: int) -> Arrivals:
    found = Arrivals(
        name=table.text("name", f"arrivals {place}"),
        queue=table.text("queue"),
        rates=_rates(table),
        repeat_seconds=table.positive("repeat_seconds") if table.has("repeat_seconds") else None,
        handle=_distribution(table, "handle_seconds"),
        patience=_patience(table),
        priority_class=table.whole("class", LOWEST_CLASS, least=1, most=9),
        skills=table.levels("skills"),
        units=table.whole("units", 1, most=1_000),
        kind=table.text("kind", "conversation"),
        exclusive=table.switch("exclusive"),
        callback=_callback(table.table("callback")),
    )
    table.done()
    if found.repeat_seconds is not None and found.rates[-1][0] >= found.repeat_seconds:
        raise ScenarioRefused(f"{table.at('repeat_seconds')} must be later than the last change of the rate")
    return found


def _rates(table: Table) -> tuple[tuple[float, float], ...]:
    if not isinstance(table.raw("rate_per_hour"), list):
        return ((0.0, table.number("rate_per_hour")),)
    pairs = table.pairs("rate_per_hour", "[second, conversations an hour from then on]")
    if not pairs or pairs[0][0] != 0:
        raise ScenarioRefused(f"{table.at('rate_per_hour')} must begin at second 0; write [[0, 100.0], ...]")
    return pairs


def _patience(table: Table) -> Patience | None:
    if not table.has("patience_seconds"):
        return None
    inner = table.table("patience_seconds")
    assert inner is not None  # noqa: S101  it is there
    spikes = inner.pairs("spikes", "[second, share of those still waiting who leave then]")
    if any(share > 1 for _, share in spikes):
        raise ScenarioRefused(f"{inner.at('spikes')}: a share is at most 1")
    lasts = _shape(inner) if any(inner.has(shape) for shape in _SHAPES) or not spikes else None
    inner.done()
    return Patience(lasts, spikes)


def _callback(table: Table | None) -> Callback | None:
    if table is None:
        return None
    found = Callback(table.number("after_seconds"), table.share("share", 1.0))
    table.done()
    return found


def _operators(table: Table, place: int) -> Operators:
    found = Operators(
        name=table.text("name", f"operators {place}"),
        count=table.whole("count", 1, most=100_000),
        queues=table.texts("queues"),
        capacity_units=table.whole("capacity_units", 1, least=1, most=1_000),
        skills=table.levels("skills"),
        speed=table.positive("speed", 1.0),
        limits=table.wholes("limits"),
        rate_by_load=_by_load(table),
        ring=_distribution(table, "ring_seconds") if table.has("ring_seconds") else None,
        misses=table.share("misses"),
        declines=table.share("declines"),
        away=_absence(table.table("away")),
        crashes=_absence(table.table("crashes")),
        shifts=table.pairs("shifts", "[second it begins, second it ends]") if table.has("shifts") else None,
        repeat_seconds=table.positive("repeat_seconds") if table.has("repeat_seconds") else None,
    )
    table.done()
    if found.misses + found.declines > 1:
        raise ScenarioRefused(f"{table.place}: misses and declines are together more than 1")
    _follow_each_other(table, found.shifts or (), found.repeat_seconds)
    return found


def _follow_each_other(table: Table, shifts: tuple[tuple[float, float], ...], repeat: float | None) -> None:
    ends = [*(begin for begin, _ in shifts[1:]), math.inf if repeat is None else repeat]
    if any(not begin < end <= following for (begin, end), following in zip(shifts, ends, strict=False)):
        raise ScenarioRefused(
            f"{table.at('shifts')}: each ends after its begin, and before the next one and repeat_seconds"
        )
    if repeat is not None and not shifts:
        raise ScenarioRefused(f"{table.at('repeat_seconds')} is about shifts; write shifts = [[0, 28_800]]")


def _by_load(table: Table) -> tuple[float, ...]:
    if not table.has("rate_by_load"):
        return (1.0,)
    value = table.raw("rate_by_load")
    if not isinstance(value, list) or not value:
        raise ScenarioRefused(
            f"{table.at('rate_by_load')} must be a list of numbers, such as [1.0, 0.8, 0.6]"
        )
    return tuple(number(each, table.at("rate_by_load"), least=1e-9) for each in value)


def _absence(table: Table | None) -> Absence | None:
    if table is None:
        return None
    found = Absence(_distribution(table, "after_seconds"), _distribution(table, "for_seconds"))
    table.done()
    return found


def _offers(table: Table | None) -> Offers:
    if table is None:
        return Offers()
    found = Offers(
        deadline_seconds=table.positive("deadline_seconds", 20.0),
        cool_down_seconds=table.number("cool_down_seconds", 60.0),
        restore_seconds=table.number("restore_seconds", 90.0),
    )
    table.done()
    return found


def _distribution(table: Table, name: str) -> Distribution:
    value = table.raw(name)
    if not isinstance(value, dict):
        raise ScenarioRefused(f"{table.at(name)}: {how_distributions_are_written()}")
    inner = Table(table.at(name), value)
    found = _shape(inner)
    inner.done()
    return found


def _shape(table: Table) -> Distribution:
    given = [shape for shape in _SHAPES if table.has(shape)]
    if len(given) != 1:
        raise ScenarioRefused(f"{table.place}: {how_distributions_are_written()}")
    if given == ["exponential"]:
        return Distribution("exponential", table.positive("exponential"))
    if given == ["fixed"]:
        return Distribution("fixed", table.number("fixed"))
    value = table.raw("lognormal")
    if not isinstance(value, list) or len(value) != len(("mean", "spread")):
        raise ScenarioRefused(f"{table.place}: {how_distributions_are_written()}")
    mean, spread = (number(each, table.at("lognormal"), least=1e-9) for each in value)
    return Distribution("lognormal", mean, spread)


def _fits_together(found: Scenario) -> None:
    for what, names in (
        ("queue", [each.name for each in found.queues]),
        ("arrivals", [each.name for each in found.arrivals]),
        ("operators", [each.name for each in found.operators]),
    ):
        if not names:
            raise ScenarioRefused(f"there is no [[{what}]]; write at least one")
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            raise ScenarioRefused(f"two [[{what}]] are called {twice[0]!r}; give each a name of its own")
    queues = {each.name for each in found.queues}
    _known((each.queue for each in found.arrivals), queues, "arrivals.queue")
    _known((name for each in found.operators for name in each.queues), queues, "operators.queues")
    steps = [step for each in found.queues for step in each.relaxation]
    _known((name for step in steps for name in step.add_queues), queues, "queue.relaxation.add_queues")
    kinds: dict[str, tuple[int, bool]] = {}
    for each in found.arrivals:
        if kinds.setdefault(each.kind, (each.units, each.exclusive)) != (each.units, each.exclusive):
            raise ScenarioRefused(
                f"arrivals {each.name!r} differs in units or exclusive from others of kind {each.kind!r}; "
                "give it a kind of its own"
            )
    _known((kind for each in found.operators for kind in each.limits), set(kinds), "operators.limits")
    if sum(each.count for each in found.operators) == 0:
        raise ScenarioRefused("operators.count: nobody is there; at least one count must be above 0")


def _known(named: Iterable[str], known: set[str], place: str) -> None:
    for name in named:
        if name not in known:
            raise ScenarioRefused(
                f"{place} names {name!r}, which is not there; there are {', '.join(sorted(known))}"
            )
