"""Where a rule does not hold, and why. A test refuses an exception that nothing needs any more."""

EXCEPTIONS: dict[tuple[str, str], str] = {
    ("function size", "server/hovor/cli.py"): "the parameters of a command are its options",
    ("ambient", "server/hovor/foundation/clock.py"): "the one place that reads the machine's clock",
    ("ambient", "server/hovor/foundation/identifiers.py"): "the one place that draws secrets",
    ("ambient", "server/hovor/foundation/secrets.py"): "keys and nonces are chance by nature",
    (
        "ambient",
        "server/hovor/foundation/database/database.py",
    ): "the machine's chance, unless another is given",
    ("ambient", "server/hovor/foundation/live/hub.py"): "ids of sockets and the jitter of their heartbeats",
    ("ambient", "server/hovor/foundation/database/lane.py"): "a writer thread pauses before it asks again",
    (
        "ambient",
        "server/hovor/foundation/database/postgresql.py",
    ): "a writer thread pauses before it asks again",
    ("import in function", "server/hovor/foundation/database/engines.py"): "SQLite needs no other driver",
    ("import in function", "server/hovor/wiring/installation.py"): "SQLite needs no other driver",
    ("import in function", "server/hovor/administration.py"): "as above, and every server has this file",
    ("import in function", "server/hovor/foundation/database/migrate.py"): "most starts migrate nothing",
    ("import in function", "server/hovor/foundation/outgoing.py"): "many servers send nothing to outsiders",
    ("import in function", "server/hovor/foundation/qr.py"): "most servers draw no code for hours",
    ("import in function", "server/hovor/foundation/files/kinds.py"): "most servers take no file for hours",
    (
        "import in function",
        "server/hovor/foundation/files/preview.py",
    ): "most servers see no picture for hours",
}
"""By rule and file."""

TABLES_OF_NO_COMPANY: dict[str, str] = {
    "company": "it is the company",
    "throttle": "failures are counted before anybody knows who tries",
    "live_process": "a process serves all companies",
}
"""Tables without a company_id."""
