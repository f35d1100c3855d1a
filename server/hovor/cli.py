"""The command line: serve, worker, migrate, demo, create-administrator, check, backup, restore and simulate.

Every command answers with exit code 0 when it did what it says, 1 when it was refused (the text says why and
what to do), 2 when it was called wrongly, and 3 when a simulation contradicts what must be true. `--json`
prints one JSON document on standard output and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hovor.foundation import logs, memory
from hovor.foundation.errors import Refusal
from hovor.foundation.settings import Settings, load_settings

if TYPE_CHECKING:
    from hovor.simulation.staffing import Goal

application = typer.Typer(
    name="hovor",
    help="Hovor, an open-source contact centre. Start with: hovor serve",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of sentences.")]
DataDir = Annotated[
    Path | None, typer.Option(help="Folder of the database, the files and the key (HOVOR_DATA_DIR).")
]


def main() -> None:
    """Runs the command line; a refusal becomes a sentence on standard error and exit code 1."""
    try:
        application()
    except Refusal as refusal:
        typer.echo(f"hovor: {refusal.title} {refusal.detail or ''}".rstrip(), err=True)
        sys.exit(1)


def _settings(data_dir: Path | None, **changes: object) -> Settings:
    # Whoever runs one command reads its answer alone; `serve` and `worker` set up the log of a server.
    logs.configure("console", level=logging.ERROR)
    named = {name: value for name, value in {"data_dir": data_dir, **changes}.items() if value is not None}
    return load_settings(**named)


def _say(as_json: bool, document: dict[str, Any], *sentences: str) -> None:
    if as_json:
        typer.echo(json.dumps(document))
    else:
        for sentence in sentences:
            typer.echo(sentence)


@application.command(epilog="Example: hovor serve --port 8080 --data-dir /var/lib/hovor")
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (HOVOR_HOST, 127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (HOVOR_PORT, 8000).")] = None,
    data_dir: DataDir = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes; more than one needs PostgreSQL.")] = 1,
    certificate: Annotated[
        Path | None, typer.Option(help="TLS certificate (PEM), for https without proxy.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="Key of the certificate (PEM).")] = None,
    demo_if_empty: Annotated[bool, typer.Option(help="Create the demo company when there is none.")] = False,
) -> None:
    """Serve the console, the API and the website chat, and run timers and reactions."""
    memory.hold_until_started()
    from hovor import web

    web.serve(
        _settings(data_dir, host=host, port=port),
        web.Serving(workers=workers, certificate=certificate, key=key, demo_if_empty=demo_if_empty),
    )


@application.command(epilog="Example: HOVOR_DATABASE_URL=postgresql://hovor@db/hovor hovor worker")
def worker() -> None:
    """Run timers, reactions and deliveries apart from the web processes. Needs PostgreSQL."""
    from hovor import worker as process

    asyncio.run(process.run(_settings(None)))


@application.command(epilog="Example: hovor migrate --data-dir /var/lib/hovor")
def migrate(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Bring the database to this version's tables. Safe to run again."""
    from hovor import administration

    revision = administration.migrate(_settings(data_dir))
    _say(as_json, {"revision": revision}, f"The database is at revision {revision}.")


@application.command(epilog="Example: HOVOR_DEMO_PASSWORD='a long password' hovor demo")
def demo(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Create the demo company "Alderway Shop" in an empty database."""
    from hovor import administration

    created = asyncio.run(administration.create_demo(_settings(data_dir), progress=not as_json))
    _say(as_json, created.document(), *created.sentences())


@application.command(
    "create-administrator", epilog="Example: hovor create-administrator --email eva@firm.example --name 'Eva'"
)
def create_administrator(
    email: Annotated[str, typer.Option(help="E-mail address to sign in with.")],
    name: Annotated[str, typer.Option(help="Name shown to colleagues.")],
    company: Annotated[str | None, typer.Option(help="Company, when there are several (name or id).")] = None,
    password: Annotated[str | None, typer.Option(help="Asked for when left out.")] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Create one more administrator, for example when nobody can sign in any more."""
    from hovor import administration

    settings = _settings(data_dir)
    secret = password or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    wish = administration.NewAdministrator(email=email, name=name, password=secret, company=company)
    operator = asyncio.run(administration.create_administrator(settings, wish))
    _say(as_json, {"operator_id": operator}, f"{name} can sign in with {email}.")


@application.command(epilog="Example: hovor check --json")
def check(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Check the configuration, the database and the channels, and say what to mend."""
    from hovor import administration

    findings = asyncio.run(administration.check(_settings(data_dir)))
    lines = [f"{finding.mark} {finding.subject}: {finding.text}" for finding in findings]
    _say(as_json, {"findings": [finding.document() for finding in findings]}, *lines)
    if any(finding.level == "bad" for finding in findings):
        raise typer.Exit(1)


@application.command(epilog="Example: hovor backup /backups/hovor-monday.tar.gz")
def backup(
    archive: Annotated[Path, typer.Argument(help="File to write; it must not exist yet.")],
    data_dir: DataDir = None,
    without_key: Annotated[bool, typer.Option(help="Leave out the key that opens sealed secrets.")] = False,
    as_json: Json = False,
) -> None:
    """Write everything (database, files, key) into one archive, while Hovor runs."""
    from hovor import administration

    rows = asyncio.run(
        administration.back_up(_settings(data_dir), archive, with_key=not without_key, progress=not as_json)
    )
    size = archive.stat().st_size
    _say(
        as_json,
        {"archive": str(archive), "rows": rows, "size_bytes": size},
        f"{rows} rows written to {archive} ({size:,} bytes).",
    )


@application.command(epilog="Example: hovor restore /backups/hovor-monday.tar.gz --data-dir ./data")
def restore(
    archive: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Archive to read.")],
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Fill an empty data folder or database from an archive of either engine."""
    from hovor import administration

    rows = asyncio.run(administration.restore(_settings(data_dir), archive, progress=not as_json))
    _say(as_json, {"rows": rows}, f"{rows} rows restored. Start with: hovor serve")


@application.command(epilog="Example: hovor simulate small-shop --seed 7 --theory --chart day.svg")
def simulate(
    scenario: Annotated[
        str, typer.Argument(help="File (TOML), or the name of an example; see --examples.")
    ] = "",
    seed: Annotated[int | None, typer.Option(min=0, help="Chance to use instead of the scenario's.")] = None,
    chart: Annotated[
        Path | None, typer.Option(help="File to draw waits, queue and service level over time into (SVG).")
    ] = None,
    log: Annotated[Path | None, typer.Option(help="File for a line on everything that happens.")] = None,
    theory: Annotated[
        bool, typer.Option("--theory", help="Put beside it what queueing theory says.")
    ] = False,
    enough_for: Annotated[
        str | None, typer.Option(help="How many operators are enough? 80/20 asks for 80 % within 20 s.")
    ] = None,
    of: Annotated[
        str | None, typer.Option(help="Whose number --enough-for changes, where there are several.")
    ] = None,
    examples: Annotated[
        bool, typer.Option("--examples", help="List the examples, or print the one named.")
    ] = False,
    acceptance: Annotated[
        bool, typer.Option("--acceptance", help="Hold the simulator itself against all that theory knows.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Run the routing engine on virtual time, with invented clients and operators.

    Prints waits, service level and occupancy, each with the half-width of its 95 % interval. Exit code 3: a
    run contradicts itself, or a value of --acceptance lies outside its band.
    """
    from hovor.simulation import command

    if examples:
        names = command.examples()
        _say(as_json, {"examples": names}, *([command.text_of(scenario)] if scenario else names))
        return
    if not scenario and not acceptance:
        raise typer.BadParameter("name a file, or an example (--examples)", param_hint="SCENARIO")
    try:
        if acceptance:
            answer = command.acceptance(seed, lambda said: None if as_json else typer.echo(said))
        elif enough_for is not None:
            found, goal = command.load(scenario, seed), _goal(enough_for)
            answer = command.enough(found, goal, of, lambda said: typer.echo(f"  tried {said}", err=True))
        else:
            found, wish = command.load(scenario, seed), command.Wish(chart=chart, log=log, theory=theory)
            with _bar(shown=not as_json) as progress:
                answer = command.run(found, wish, Path(scenario).stem, progress)
    except command.SimulatorWrong as wrong:
        typer.echo(f"hovor: The simulator is wrong; please report this with the scenario. {wrong}", err=True)
        raise typer.Exit(3) from wrong
    _say(as_json, answer.document, *answer.sentences)
    if not answer.good:
        raise typer.Exit(3)


def _goal(text: str) -> Goal:
    from hovor.simulation.staffing import Goal

    try:
        return Goal.of(text)
    except ValueError as error:
        raise typer.BadParameter("write 80/20 for 80 % within 20 s", param_hint="--enough-for") from error


@contextmanager
def _bar(*, shown: bool) -> Iterator[Callable[[float], None]]:
    """A bar on standard error, where that is a terminal."""
    steps = 200
    hidden = not (shown and sys.stderr.isatty())
    with typer.progressbar(length=steps, label="Simulating", file=sys.stderr, hidden=hidden) as bar:
        yield lambda share: bar.update(round(share * steps) - bar.pos)


if __name__ == "__main__":
    main()
