"""A visitor's panel that follows the live socket: `hello`, the messages, and every event after them."""

from typing import Any, Final

from tests.support.server import Document, Visitor

# Not recorded, so no event tells of them: his place comes with `counters`; what he said, we have.
_NOT_TOLD: Final = frozenset({"queue_position", "expected_wait_seconds", "operator_received"})
_STEPS: Final = ("sent", "delivered", "read")


class Panel:
    """One visitor's open page."""

    def __init__(self, visitor: Visitor, channel_key: str) -> None:
        self.visitor, self._key = visitor, channel_key
        self.told: list[str] = []
        self._heard = 0
        self.shown: dict[str, Any] = {}
        self.position = 0
        self.reconnect()

    def reconnect(self) -> None:
        """Opens the page again."""
        self._heard = 0
        self.shown = self.fresh()
        self.visitor.connect(after=self.position)

    def fresh(self) -> dict[str, Any]:
        """What a page that is opened now shows; events go on from `position`."""
        hello = self.visitor.ask("POST", f"/{self._key}/hello", {"visitor_token": self.visitor.token})
        conversation = hello["conversation"]
        messages = {message["id"]: message for message in self.visitor.messages()}
        self.position = hello["position"]
        return {"conversation": conversation, "messages": messages}

    def follow(self) -> None:
        """Takes in what has come."""
        frames = self.visitor.live.frames
        while self._heard < len(frames):
            frame = frames[self._heard]
            self._heard += 1
            assert frame["type"] != "resync"
            if frame["type"] == "event":
                self.told.append(frame["event"])
                self._apply(frame["event"], frame["data"])

    def comes_to_show(self, fresh: dict[str, Any]) -> bool:
        """Waits until it shows the same; False when it was cut off."""

        def same() -> bool:
            self.follow()
            return plain(self.shown) == plain(fresh)

        return self.visitor.live.waits(same)

    def _apply(self, event: str, data: Document) -> None:
        messages = self.shown["messages"]
        if event == "conversation.changed":
            held = self.shown["conversation"]
            if held is None or held["id"] != data["id"] or held["version"] <= data["version"]:
                self.shown["conversation"] = data
            self._tick(data["id"], data["operator_read"], "read", by_client=True)
            return
        if data["version"] >= messages.get(data["id"], data)["version"]:
            messages[data["id"]] = data
        if event == "message.delivery_changed":
            by_client = data["author"]["kind"] == "client"
            self._tick(
                data["conversation_id"], data["number"], data["delivery"]["state"], by_client=by_client
            )

    def _tick(self, conversation_id: str, number: int, state: str, *, by_client: bool) -> None:
        """A tick is one of everything before it as well."""
        for message in self.shown["messages"].values():
            of_side = (message["author"]["kind"] == "client") == by_client and message["delivery"] is not None
            if of_side and message["conversation_id"] == conversation_id and message["number"] <= number:
                newer = max(message["delivery"]["state"], state, key=_STEPS.index)
                message["delivery"] = {**message["delivery"], "state": newer}


def plain(shown: dict[str, Any]) -> dict[str, Any]:
    """What is to be the same, whether it was told or fetched."""
    conversation = shown["conversation"] or {}
    messages = {
        each: {name: value for name, value in message.items() if name != "version"}
        for each, message in shown["messages"].items()
    }
    told = {name: value for name, value in conversation.items() if name not in _NOT_TOLD}
    return {"conversation": told, "messages": messages}
