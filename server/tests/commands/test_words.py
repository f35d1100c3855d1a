"""What commands say: help, refusals and documents, each in words and with an exit code of its own."""

import json
import socket
from pathlib import Path

import pytest

from hovor.foundation.bus_nats import named
from tests.commands.shell import Shell, served
from tests.support.nats import Nats

COMMANDS = (
    "serve",
    "worker",
    "migrate",
    "demo",
    "create-administrator",
    "check",
    "backup",
    "restore",
    "simulate",
)
UNREACHABLE = "postgresql://hovor:a-secret-word@127.0.0.1:1/hovor"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Commands in an empty folder."""
    return Shell(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_does_with_an_example(shell: Shell, command: str) -> None:
    answer = shell.hovor(command, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert f"Usage: hovor {command}" in answer.out
    example = answer.out.partition("Example: ")[2]
    assert f"hovor {command}" in example


def test_all_commands_are_listed_and_an_unknown_one_is_a_wrong_call(shell: Shell) -> None:
    listed = shell.hovor("--help")
    assert all(f" {command} " in listed.out for command in COMMANDS)
    wrong = shell.hovor("frobnicate")
    assert (wrong.code, wrong.out) == (2, "")
    assert "frobnicate" in wrong.err


def test_an_unknown_setting_is_refused_with_the_nearest_known_one(shell: Shell) -> None:
    said = shell.hovor("check", HOVOR_DATABSE_URL="sqlite:///x").refused()
    assert "HOVOR_DATABSE_URL is not known. Did you mean HOVOR_DATABASE_URL?" in said
    assert "HOVOR_PORT" in shell.hovor("serve", HOVOR_PORT="many").refused()


@pytest.mark.parametrize(
    "command", [("migrate",), ("serve",), ("worker",), ("demo",), ("backup", "a.tar.gz")]
)
def test_a_database_that_nobody_knows_is_refused(shell: Shell, command: tuple[str, ...]) -> None:
    said = shell.hovor(*command, HOVOR_DATABASE_URL="mysql://localhost/hovor").refused()
    assert "HOVOR_DATABASE_URL" in said
    assert "postgresql://HOST/NAME" in said


@pytest.mark.parametrize(
    "command", [("migrate",), ("serve", "--port", "0"), ("worker",), ("backup", "a.tar.gz")]
)
def test_a_database_that_is_away_is_refused_without_its_password(
    shell: Shell, command: tuple[str, ...]
) -> None:
    said = shell.hovor(*command, HOVOR_DATABASE_URL=UNREACHABLE).refused()
    assert "Is it running, and is HOVOR_DATABASE_URL right?" in said
    assert "a-secret-word" not in said


def test_check_says_what_to_mend(shell: Shell) -> None:
    away = shell.hovor("check", "--json", HOVOR_DATABASE_URL=UNREACHABLE)
    assert away.code == 1
    found = {each["subject"]: each for each in away.document["findings"]}
    assert found["database"]["level"] == "bad"
    assert "a-secret-word" not in away.out
    old = shell.hovor("check")
    assert old.code == 1
    assert "✗ database: It is at None, this version needs" in old.out
    assert "hovor migrate" in old.out
    assert shell.hovor("migrate").code == 0
    assert shell.hovor("check").code == 0


def test_a_bus_that_cannot_be_used_is_refused_with_what_to_do(shell: Shell) -> None:
    away = {"HOVOR_DATABASE_URL": UNREACHABLE}
    wrong = shell.hovor("check", HOVOR_BUS_URL="redis://bus", **away).refused()
    assert "HOVOR_BUS_URL" in wrong
    assert "nats://nats.example.com:4222" in wrong
    alone = shell.hovor("check", HOVOR_BUS_URL="nats://bus").refused()
    assert "HOVOR_BUS_URL" in alone
    assert "set HOVOR_DATABASE_URL to a PostgreSQL" in alone


def test_check_says_how_processes_wake_each_other(shell: Shell, postgres_url: str, nats: Nats) -> None:
    database = {"HOVOR_DATABASE_URL": postgres_url}
    assert shell.hovor("migrate", **database).code == 0
    plain = shell.hovor("check", **database)
    assert (plain.code, plain.err) == (0, "")
    assert "✓ bus: Processes wake each other through PostgreSQL." in plain.out
    assert "✓ routing: Nobody decides: no process runs." in plain.out
    settings = {**database, "HOVOR_BUS_URL": nats.url.replace("//", "//hovor:a-secret-word@")}
    served = shell.hovor("check", **settings)
    assert (served.code, served.err) == (0, "")
    assert f"✓ bus: Processes wake each other through NATS at {named(nats.url)}, version 2." in served.out
    nats.kill()
    away = shell.hovor("check", **settings)
    assert (away.code, away.err) == (1, "")
    assert f"✗ bus: NATS at {named(nats.url)} does not answer" in away.out
    assert "a-secret-word" not in served.out + away.out


@pytest.mark.parametrize("command", ["migrate", "serve", "demo", "backup"])
def test_a_folder_that_cannot_be_written_is_refused(shell: Shell, command: str) -> None:
    more = ("a.tar.gz",) if command == "backup" else ()
    # Not even root may make a folder there.
    said = shell.hovor(command, *more, "--data-dir", "/proc/hovor").refused()
    assert "The data folder /proc/hovor cannot be used" in said
    assert "--data-dir" in said


def test_sqlite_is_for_one_process(shell: Shell) -> None:
    assert "SQLite means one process." in shell.hovor("serve", "--workers", "2").refused()
    assert "HOVOR_DATABASE_URL" in shell.hovor("worker").refused()
    with shell.running("serve", "--port", "0") as process:
        served(process)
        assert "Another Hovor works in data." in shell.hovor("serve", "--port", "0").refused()
    with shell.running("serve", "--port", "0") as process:
        assert served(process)


def test_a_port_in_use_is_refused_before_anything_is_written(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = shell.hovor("serve", "--demo-if-empty", "--port", str(port)).refused()
    assert f"Port {port} is in use. Choose another one with --port." in said
    assert not (shell.folder / "data" / "hovor.sqlite").exists()
    assert "192.0.2.1 is no address" in shell.hovor("serve", "--host", "192.0.2.1").refused()


def test_an_administrator_is_made_once_there_is_a_company(shell: Shell) -> None:
    words = ("create-administrator", "--name", "Eva", "--password", "correct horse battery staple")
    assert "there is none" in shell.hovor(*words, "--email", "eva@firm.example").refused()
    assert shell.hovor("demo", HOVOR_DEMO_PASSWORD="correct horse battery staple").code == 0
    assert "not an e-mail address" in shell.hovor(*words, "--email", "eva").refused()
    made = shell.hovor(*words, "--email", "eva@firm.example", "--json")
    assert set(made.document) == {"operator_id"}
    assert made.code == 0
    shell.hovor(*words, "--email", "EVA@firm.example").refused()
    assert (
        "12 characters" in shell.hovor(*words[:3], "--password", "short", "--email", "a@b.example").refused()
    )
    assert "The demo needs an empty one" in shell.hovor("demo").refused()


def test_migrating_again_changes_nothing(shell: Shell) -> None:
    first = shell.hovor("migrate", "--json")
    again = shell.hovor("migrate", "--json")
    assert first.document == again.document
    assert json.loads(first.out)["revision"] in shell.hovor("migrate").out
