"""Runs `hovor` again and again in processes of their own, without importing the program each time.

Each process is a fork of this one, which has imported and done nothing else, so what runs is the command
line itself from its first line on. Spoken to by lines on standard input: `start LOG ARGUMENT...` is answered
with the new process's id; `bury ID` waits for its end and answers with its exit code, negative for a signal.
"""

import gc
import os
import sys
import traceback

from hovor import cli, web

COMMAND = cli.main
LOADED = web.serve


def main() -> None:
    """Answers until its input ends."""
    gc.freeze()
    for line in sys.stdin:
        word, *rest = line.split()
        answer = _start(rest[0], rest[1:]) if word == "start" else _bury(int(rest[0]))
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _start(log: str, arguments: list[str]) -> int:
    child = os.fork()
    if child == 0:
        _become_hovor(log, arguments)
    return child


def _become_hovor(log: str, arguments: list[str]) -> None:
    code = 70
    try:
        nothing, written = (
            os.open(os.devnull, os.O_RDONLY),
            os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT),
        )
        for target, source in ((0, nothing), (1, written), (2, written)):
            os.dup2(source, target)
        sys.argv = ["hovor", *arguments]
        COMMAND()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException:  # noqa: BLE001  nothing may return into the nursery's own loop
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _bury(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
