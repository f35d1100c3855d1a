"""Screens that follow the live socket as the law says: a snapshot, and every event after it.

They know the closed shapes only: a view replaces the one with its id unless its version is smaller,
`KIND.removed` takes it away, `resync` and `settings.changed` ask for the snapshot anew. A name that stands in
several views is told by the event of what bears it.
"""

import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.support.server import Document, Operator

_WAITING: Final = frozenset({"queued", "offered"})
# Not recorded, so no event tells of them: `counters` do.
_FIGURES: Final = ("waiting",)


class Console:
    """One operator's workspace."""

    def __init__(self, operator: Operator) -> None:
        self.operator = operator
        self.position = 0
        self.shown: dict[str, Any] = {}
        self.told: list[str] = []
        self.snapshots = 0
        self._heard = 0
        self.refetch()
        operator.connect(after=self.position)

    def refetch(self) -> None:
        """Throws away what it holds for a new snapshot."""
        snapshot = self.fresh()
        self.position, self.shown = snapshot["position"], screen(snapshot)
        self.snapshots += 1

    def fresh(self) -> Document:
        """What the server shows now: the workspace, and beside it the operator's invitations. What happens
        between the two comes again as an event.
        """
        snapshot = self.operator.ask("GET", "/workspace")
        return {**snapshot, "invitations": self._invitations()}

    def settled(self) -> Document:
        """The same, where nothing happens between the two while its position is the one of now."""
        invitations = self._invitations()
        return {**self.operator.ask("GET", "/workspace"), "invitations": invitations}

    def _invitations(self) -> list[Document]:
        mine = f"/invitations?limit=100&operator_id={self.operator.id}"
        items: list[Document] = self.operator.ask("GET", mine)["items"]
        return items

    def reconnect(self) -> None:
        """The connection was cut; it goes on from where it stands."""
        self.operator.live.close()
        self._heard = 0
        self.operator.connect(after=self.position)

    def hears_name(self, name: str) -> bool:
        """Waits until a colleague of that name is told of, or for word to fetch anew; False when cut off."""

        def heard() -> bool:
            news = self.operator.live.frames[self._heard :]
            named = (frame["data"].get("name") for frame in news if frame["type"] == "event")
            return name in named or any(frame["type"] == "resync" for frame in news)

        return self.operator.live.waits(heard)

    def follow(self, until: int = sys.maxsize) -> None:
        """Takes in, in their order, the frames that belong to this position or earlier."""
        frames = self.operator.live.frames
        while self._heard < len(frames):
            frame = frames[self._heard]
            if frame.get("position", 0) > until and frame["type"] in {"event", "ping"}:
                return
            self._heard += 1
            self._take(frame)

    def _take(self, frame: Document) -> None:
        if frame["type"] == "resync":
            self.told.append("resync")
            self.refetch()
        elif frame["type"] in {"event", "ping"} and frame["position"] > self.position:
            self.position = frame["position"]
            if frame["type"] == "event":
                self.told.append(frame["event"])
                self._apply(frame["event"], frame["data"])

    def _apply(self, event: str, data: Document) -> None:
        kind, _, _ = event.partition(".")
        if kind == "settings" or event == "channel_availability.removed":
            self.refetch()
        elif event == "conversation.removed":
            self.shown["conversations"].pop(data["id"], None)
        else:
            _FOLDS[kind](self.shown, data)


def screen(snapshot: Document) -> dict[str, Any]:
    """A snapshot as a screen holds it: what has an id, by its id."""
    shown = {name: value for name, value in snapshot.items() if name not in {"now", "position"}}
    for name in ("channels", "queues", "offers", "conversations", "notifications", "invitations"):
        shown[name] = {view["id"]: _without_figures(view) for view in snapshot[name]}
    return shown


def differences(shown: Any, fresh: Any, place: str = "") -> Iterator[str]:  # noqa: ANN401  documents
    """Where a screen shows something else than the snapshot."""
    if not (isinstance(shown, dict) and isinstance(fresh, dict)):
        if shown != fresh:
            yield f"{place}: shown {shown!r}, fresh {fresh!r}"
        return
    for name in sorted(shown.keys() | fresh.keys()):
        yield from differences(shown.get(name), fresh.get(name), f"{place}.{name}")


def _without_figures(view: Document) -> Document:
    return {name: value for name, value in view.items() if name not in _FIGURES}


def _put_conversation(shown: dict[str, Any], told: Document) -> None:
    _change_offers(shown, told["id"], lambda before: _newer(before, told))
    held = shown["conversations"].pop(told["id"], None)
    view = told if held is None else _newer(held, told)
    if _belongs(shown, view):
        shown["conversations"][view["id"]] = view


def _newer(held: Document, told: Document) -> Document:
    view, other = (held, told) if held["version"] > told["version"] else (told, held)
    return {**view, "thread": _newer_thread(view["thread"], other["thread"])}


def _newer_thread(thread: Document, other: Document) -> Document:
    return other if other["version"] > thread["version"] else thread


def _belongs(shown: dict[str, Any], view: Document) -> bool:
    me, state = shown["me"]["id"], view["state"]
    in_line = view["queue_id"] in shown["queues"] and view["channel_id"] in {
        channel["channel_id"] for channel in shown["channels"].values()
    }
    return state != "closed" and (
        view["owner_id"] == me
        or me in {person["id"] for person in view["collaborators"]}
        or (view["offered_to"] or {}).get("id") == me
        or (state in _WAITING and in_line)
    )


def _put_entry(shown: dict[str, Any], entry: Document) -> None:
    def change(view: Document) -> Document:
        return {**view, "thread": _newer_thread(view["thread"], entry["thread"])}

    _change_offers(shown, entry["conversation_id"], change)
    held = shown["conversations"].get(entry["conversation_id"])
    if held is not None:
        shown["conversations"][held["id"]] = change(held)


def _put_offer(shown: dict[str, Any], offer: Document) -> None:
    held = shown["offers"].pop(offer["id"], None)
    newest = held if held is not None and held["version"] > offer["version"] else offer
    if newest["outcome"] is None:
        shown["offers"][offer["id"]] = newest


def _put_notification(shown: dict[str, Any], notification: Document) -> None:
    held = shown["notifications"].pop(notification["id"], None)
    newest = held if held is not None and held["version"] > notification["version"] else notification
    if newest["cleared_at"] is None:
        shown["notifications"][newest["id"]] = newest


def _put_invitation(shown: dict[str, Any], invitation: Document) -> None:
    held = shown["invitations"].get(invitation["id"])
    if held is None or held["version"] <= invitation["version"]:
        shown["invitations"][invitation["id"]] = invitation


def _put_status(shown: dict[str, Any], status: Document) -> None:
    if status["operator_id"] == shown["me"]["id"] and status["version"] >= shown["status"]["version"]:
        shown["status"] = status


def _put_channel(shown: dict[str, Any], channel: Document) -> None:
    held = shown["channels"].get(channel["id"])
    # What the first screen says beyond that, of health and abilities, is the company's to change.
    if held is not None and held["version"] <= channel["version"]:
        held.update({name: value for name, value in channel.items() if name in held})


def _put_queue(shown: dict[str, Any], queue: Document) -> None:
    if queue["id"] in shown["queues"]:
        shown["queues"][queue["id"]] = _without_figures(queue)

    def change(view: Document) -> Document:
        if view["queue_id"] != queue["id"]:
            return view
        target = queue["service_target_seconds"]
        return {**view, "queue_name": queue["name"], "service_target_seconds": target}

    _change_views(shown, change)
    for held in shown["notifications"].values():
        if held["queue_id"] == queue["id"]:
            held["queue_name"] = queue["name"]


def _put_operator(shown: dict[str, Any], told: Document) -> None:
    me = shown["me"]
    if told["id"] == me["id"]:
        me.update({name: told[name] for name in ("name", "public_name", "picture", "role", "active")})

    def person(known: Document | None) -> Document | None:
        return {**known, "name": told["name"]} if known is not None and known["id"] == told["id"] else known

    def change(view: Document) -> Document:
        owned = {"owner_name": told["name"]} if view["owner_id"] == told["id"] else {}
        people = [person(each) for each in view["collaborators"]]
        return {**view, **owned, "offered_to": person(view["offered_to"]), "collaborators": people}

    _change_views(shown, change)


def _put_client(shown: dict[str, Any], client: Document) -> None:
    def change(view: Document) -> Document:
        if view["client"]["id"] != client["id"]:
            return view
        return {**view, "client": {name: client[name] for name in view["client"]}}

    _change_views(shown, change)


def _change_views(shown: dict[str, Any], change: Callable[[Document], Document]) -> None:
    conversations = shown["conversations"]
    for view in list(conversations.values()):
        conversations[view["id"]] = change(view)
    for offer in shown["offers"].values():
        offer["conversation"] = change(offer["conversation"])


def _change_offers(
    shown: dict[str, Any], conversation_id: str, change: Callable[[Document], Document]
) -> None:
    for offer in shown["offers"].values():
        if offer["conversation"]["id"] == conversation_id:
            offer["conversation"] = change(offer["conversation"])


_FOLDS: Final[dict[str, Callable[[dict[str, Any], Document], None]]] = {
    "conversation": _put_conversation,
    "message": _put_entry,
    "note": _put_entry,
    "notification": _put_notification,
    "invitation": _put_invitation,
    "offer": _put_offer,
    "status": _put_status,
    "channel_availability": _put_channel,
    "queue": _put_queue,
    "operator": _put_operator,
    "client": _put_client,
}
