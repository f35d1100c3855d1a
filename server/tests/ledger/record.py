"""The ledger outside of the server: what was said, and what the server said it had stored."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True)
class Acknowledged:
    """The server has said that this message is stored."""

    author: str
    client_ref: str
    message_id: str
    conversation_id: str


@dataclass
class Ledger:
    """Kept in the memory of the test, which nobody kills."""

    texts: dict[str, str] = field(default_factory=dict)
    """By reference: everything that was ever sent, in the order in which it was first said."""
    acknowledged: list[Acknowledged] = field(default_factory=list)

    def say(self, author: str) -> tuple[str, str]:
        """A new message: its reference and its text, both unique."""
        client_ref = f"{author}-{len(self.texts)}"
        self.texts[client_ref] = f"{author} says {len(self.texts)}"
        return client_ref, self.texts[client_ref]

    def note(self, author: str, client_ref: str, answer: Document) -> None:
        """The server has acknowledged it."""
        place = (answer["message_id"], answer["conversation_id"])
        self.acknowledged.append(Acknowledged(author, client_ref, *place))

    def faults(self, timelines: Sequence[Sequence[Document]], side: str) -> Iterator[str]:
        """What is wrong with these conversations' messages in their order, as sentences."""
        shown = [message for timeline in timelines for message in timeline]
        by_text = Counter(message["text"] for message in shown)
        by_id = {message["id"]: message for message in shown}
        yield from (f"{side}: {text!r} stands {times} times" for text, times in by_text.items() if times > 1)
        said = set(self.texts.values())
        yield from (f"{side}: {text!r} was never said" for text in by_text if text not in said)
        for each in self.acknowledged:
            found = by_id.get(each.message_id)
            if found is None:
                yield f"{side}: {each.client_ref} was acknowledged and is lost"
            elif (found["text"], found["conversation_id"]) != (
                self.texts[each.client_ref],
                each.conversation_id,
            ):
                yield f"{side}: {each.client_ref} was acknowledged as something else"
        place = {text: number for number, text in enumerate(self.texts.values())}
        for timeline in timelines:
            yield from (f"{side}: {text}" for text in _disorder(timeline, place))


def _disorder(timeline: Sequence[Document], place: dict[str, int]) -> Iterator[str]:
    """Numbers rise, and what one author said stands in the order in which he said it."""
    numbers = [message["number"] for message in timeline]
    if numbers != sorted(set(numbers)):
        yield f"{timeline[0]['conversation_id']} is numbered {numbers}"
    latest: dict[str, int] = {}
    for message in timeline:
        author = message["text"].split()[0]
        now = place.get(message["text"], -1)
        if latest.get(author, -1) >= now:
            yield f"{message['text']!r} stands too late"
        latest[author] = now
