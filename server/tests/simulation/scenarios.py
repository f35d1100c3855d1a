"""Scenario files of tests, and short runs of them."""

from hovor.simulation.identities import checks, verify
from hovor.simulation.reading import scenario
from hovor.simulation.records import Outcome
from hovor.simulation.router import Router
from hovor.simulation.running import simulate
from hovor.simulation.scenario import Scenario

Happened = tuple[int, str, str, str]

PLAIN = """
horizon_seconds = 20_000
warm_up_seconds = 1_000
[[queue]]
name = "sales"
discipline = "longest_waiting"
[[arrivals]]
queue = "sales"
rate_per_hour = 200.0
handle_seconds = {exponential = 180.0}
patience_seconds = {exponential = 120.0}
[[operators]]
count = 11
queues = ["sales"]
"""

EVERYTHING = """
seed = 4
horizon_seconds = 30_000
warm_up_seconds = 500
batches = 10
[offers]
deadline_seconds = 15
cool_down_seconds = 40
restore_seconds = 45
[[queue]]
name = "service"
discipline = "ageing"
ageing_rates = {1 = 3.0, 2 = 1.0}
choice = "best_skill"
[[queue.relaxation]]
after_seconds = 30
lower_to = 1
[[queue.relaxation]]
after_seconds = 60
drop_skills = ["de"]
add_queues = ["care"]
[[queue]]
name = "care"
choice = "most_spare"
[[arrivals]]
name = "calls"
queue = "service"
rate_per_hour = [[0, 60.0], [7200, 200.0], [10800, 20.0]]
repeat_seconds = 14400
handle_seconds = {lognormal = [150.0, 1.1]}
patience_seconds = {exponential = 100.0, spikes = [[20, 0.1]]}
class = 1
skills = {de = 3}
kind = "phone"
exclusive = true
[arrivals.callback]
after_seconds = 25
share = 0.3
[[arrivals]]
name = "chats"
queue = "care"
rate_per_hour = 130.0
handle_seconds = {lognormal = [300.0, 0.8]}
patience_seconds = {exponential = 200.0}
class = 2
kind = "webchat"
[[operators]]
name = "German"
count = 6
queues = ["service", "care"]
capacity_units = 3
limits = {webchat = 2}
skills = {de = 4}
rate_by_load = [1.0, 0.7, 0.5]
ring_seconds = {exponential = 3.0}
misses = 0.1
declines = 0.05
[operators.away]
after_seconds = {exponential = 400}
for_seconds = {exponential = 200}
[[operators]]
name = "others"
count = 5
queues = ["care"]
skills = {de = 1}
capacity_units = 2
speed = 1.2
shifts = [[0, 9000], [12000, 40000]]
[operators.crashes]
after_seconds = {exponential = 2000}
for_seconds = {exponential = 60}
"""


def run(text: str, router: Router | None = None) -> tuple[Outcome, Scenario, list[Happened]]:
    """The outcome of a scenario file whose identities hold, and all that happened."""
    found = scenario(text)
    happened: list[Happened] = []
    outcome = simulate(found, router=router, log=lambda *line: happened.append(line))
    verify(checks(outcome, found))
    return outcome, found, happened
