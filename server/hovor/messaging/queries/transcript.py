"""The transcript: a letter with what the client has seen of a conversation, and nothing else.

It is plain text, so that nothing in it can be run, and what somebody wrote stands further to the right than
who wrote it: a message cannot pretend to be another one.
"""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from hovor.companies import queries as companies
from hovor.foundation.caller import ClientCaller
from hovor.foundation.database import Reading
from hovor.foundation.mail import Letter
from hovor.messaging.queries.timeline import client_messages, thread_row
from hovor.messaging.views import ClientMessageView

MOST_ENTRIES: Final = 2_000
"""Of a longer conversation the latest, so that one letter cannot fill a mailbox."""
MOST_CHARACTERS: Final = 400_000
_INDENT: Final = "    "
# Characters that no one sees and that turn a line around or break it (Unicode, UAX 9).
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS: Final = "\u200c\u200d"


class Words(NamedTuple):
    """What the letter says around the conversation; `{...}` are filled in."""

    subject: str
    begins: str
    zone: str
    shortened: str
    client: str
    somebody: str
    joined: str
    ended: str
    over: str
    asked: str
    sent: str


WORDS: Final = {
    "en": Words(
        "Your chat with {company}",
        "This is what was said in your chat with {company}.",
        "Times are those of {zone}.",
        "It was a long chat; its beginning is left out.",
        "You",
        "The operator",
        "{name} joined the chat",
        "{name} ended the chat",
        "The chat ended",
        "Somebody asked for this letter in the chat, once. If it was not you, ignore it.",
        "{company} sends you this letter after your chat.",
    ),
    "cs": Words(
        "Váš rozhovor: {company}",
        "Toto zaznělo ve vašem rozhovoru s {company}.",
        "Časy platí pro pásmo {zone}.",
        "Rozhovor byl dlouhý; jeho začátek je vynechán.",
        "Vy",
        "Operátor",
        "{name} je v rozhovoru",
        "{name} rozhovor ukončil(a)",
        "Rozhovor skončil",
        "O tento jediný dopis někdo požádal v rozhovoru. Pokud jste to nebyli vy, nevšímejte si ho.",
        "{company} vám tento dopis posílá po vašem rozhovoru.",
    ),
    "de": Words(
        "Ihr Chat mit {company}",
        "Das wurde in Ihrem Chat mit {company} gesagt.",
        "Zeiten gelten für {zone}.",
        "Der Chat war lang; sein Anfang ist ausgelassen.",
        "Sie",
        "Unser Team",
        "{name} ist jetzt im Chat",
        "{name} hat den Chat beendet",
        "Der Chat ist beendet",
        "Jemand hat im Chat um diesen einen Brief gebeten. Wenn Sie es nicht waren, lassen Sie ihn.",
        "{company} sendet Ihnen diesen Brief nach Ihrem Chat.",
    ),
}
"""By the client's language, else the company's."""


def transcript(reading: Reading, conversation_id: str, to: str, language: str | None) -> Letter:
    """The letter to this address, in this language or the company's. Raises `ThreadUnknown`."""
    company = companies.company(reading)
    words = WORDS.get(language or "", WORDS.get(company.language, WORDS["en"]))
    name = one_line(company.name)
    first = max(0, thread_row(reading, conversation_id).entries - MOST_ENTRIES)
    place = (conversation_id, first)
    entries = client_messages(reading, [conversation_id], after=place, limit=MOST_ENTRIES)
    said, whole = written(entries, words, ZoneInfo(company.time_zone))
    why = words.asked if isinstance(reading.caller, ClientCaller) else words.sent
    parts = [
        words.begins.format(company=name),
        words.zone.format(zone=company.time_zone),
        *([] if whole and first == 0 else [words.shortened]),
        *said,
        why.format(company=name),
    ]
    return Letter(to, words.subject.format(company=name), "\n\n".join(parts) + "\n")


def written(entries: Sequence[ClientMessageView], words: Words, zone: ZoneInfo) -> tuple[list[str], bool]:
    """The latest entries that there is room for, in their order, and whether these are all."""
    found: list[str] = []
    room = MOST_CHARACTERS
    for entry in reversed(entries):
        shown = _shown(entry, words, zone)
        room -= len(shown)
        if room < 0:
            return found[::-1], False
        if shown:
            found.append(shown)
    return found[::-1], True


def plain(text: str) -> str:
    """What can be seen of a text, in lines; nothing in it turns the letter around or ends a line unseen."""
    lines = text.replace("\r\n", "\n").replace("\t", " ").splitlines()
    return "\n".join("".join(filter(_is_seen, line)) for line in lines)


def one_line(text: str) -> str:
    """Likewise, for what stands in a heading or beside a time."""
    return " ".join(plain(text).split())


def _is_seen(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _UNSEEN


def _shown(entry: ClientMessageView, words: Words, zone: ZoneInfo) -> str:
    at = _moment(entry.at, zone)
    if entry.change is not None:
        happened = _happened(entry, words)
        return f"{at}  {happened}" if happened else ""
    kind, name = entry.author.kind, one_line(entry.author.name or "")
    who = words.client if kind == "client" else name or words.somebody
    lines = plain(entry.text or "").split("\n") if entry.text else []
    lines += [f"[{one_line(file.name)}]" for file in entry.files]
    return "\n".join([f"{at}  {who}:", *(f"{_INDENT}{line}".rstrip() for line in lines)])


def _happened(entry: ClientMessageView, words: Words) -> str:
    change = entry.change or {}
    name = one_line(str(change.get("name") or entry.author.name or ""))
    match change.get("what"):
        case "joined":
            return words.joined.format(name=name) if name else ""
        case "ended":
            return words.ended.format(name=name) if name else words.over
        case _:
            return ""


def _moment(at: str, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(at).astimezone(zone):%Y-%m-%d %H:%M}"
