"""All feeds of this process: what is committed goes to the sockets that may see it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from itertools import groupby
from typing import Final, cast

import structlog

from hovor.foundation import event_log
from hovor.foundation.authenticate import Authenticator
from hovor.foundation.caller import OperatorCaller, SystemCaller
from hovor.foundation.clock import SECOND
from hovor.foundation.database import Database, Reading
from hovor.foundation.errors import StorageUnavailable
from hovor.foundation.events import Recorded
from hovor.foundation.live import frames
from hovor.foundation.live.declarations import CUT, DOUBT, RESYNC, Declarations
from hovor.foundation.live.feed import Feed
from hovor.foundation.live.socket import SIGNED_OUT, TRY_AGAIN_LATER, Doubt, Socket
from hovor.foundation.live.subscription import Subscription, subscribe, topics_of
from hovor.foundation.live.views import EVERYBODY, Encoded, ReadingNeeded, Step, WithoutReading, build
from hovor.foundation.metrics import Metrics

_PAUSE: Final = SECOND
_NOBODY: Final[frozenset[Socket]] = frozenset()
_RIGHTS: Final = frozenset({RESYNC, CUT})
"""These are also for who was given the step when he joined: they may be newer than his rights then."""

log = structlog.get_logger("hovor.live")


class FanOut:
    """Feeds by company, and the way from an event to a socket.

    `cut` closes a socket and forgets it; it is the hub's, because the hub has more to do then.
    """

    def __init__(
        self,
        database: Database,
        declarations: Declarations,
        authenticate: Authenticator,
        metrics: Metrics,
        cut: Callable[[Socket, int, str], None],
    ) -> None:
        self._database = database
        self._declarations = declarations
        self._authenticate = authenticate
        self._clock = database.clock
        self._metrics = metrics
        self._cut = cut
        self._feeds: dict[str, Feed] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # -- what wakes a feed
    # --------------------------------------------------------------------------------------------

    def committed(self, recorded: Sequence[Recorded]) -> None:
        """This process has committed these. On the loop, per company in the order of positions."""
        for company, events in groupby(recorded, key=_company):
            feed = self._feeds.get(company)
            if feed is not None:
                feed.pending.extend(events)
                self._advance(feed)

    def reached(self, company: str, position: int) -> None:
        """Another process says that the company has reached this position. No company: look at all."""
        for feed in tuple(self._feeds.values()):
            if feed.position is not None and company in {"", feed.company}:
                feed.wanted = max(feed.wanted, position if company else feed.position + 1)
                feed.calls += 1
                self._advance(feed)

    # -- sockets
    # ------------------------------------------------------------------------------------------------------

    def feed(self, company: str) -> Feed:
        """The feed of a company, made when there is none."""
        return self._feeds.setdefault(company, Feed(company))

    async def join(self, socket: Socket, after: int | None) -> None:
        """Gives the socket `ready`, what it missed since `after`, and from then on every event it may see.

        What happens meanwhile is kept for it, so there is neither a gap nor a repetition. Raises
        `StorageUnavailable`.
        """
        feed = self.feed(socket.caller.company_id)
        meanwhile: list[Step] = []
        feed.joining.append(meanwhile)
        try:
            given = await self._subscribe(socket, after)
            while feed.began is not None and given.position < feed.began:
                # Another one joined meanwhile and read later: what lies between its place and this one
                # comes from neither side.
                given = await self._subscribe(socket, after)
            feed.begin(given.position)
            self._greet(socket, given, after)
            feed.hold(socket, given.topics)
            if feed.position is not None and given.position > feed.position:
                feed.ahead[socket] = given.position
        finally:
            # By identity: two that join at the same moment hold equal lists.
            feed.joining = [other for other in feed.joining if other is not meanwhile]
            self._forget_if_idle(feed)
        for step in meanwhile:
            if step.position > given.position:
                self._deliver_to(socket, step)
        self._advance(feed)

    def leave(self, socket: Socket) -> None:
        """Takes the socket out of its feed."""
        feed = self._feeds.get(socket.caller.company_id)
        if feed is not None:
            feed.let_go(socket)
            feed.ahead.pop(socket, None)
            self._forget_if_idle(feed)

    def push(self, company: str, topics: Iterable[str], text: str, *, but: Socket | None = None) -> None:
        """Gives a frame to everybody who holds one of the topics, once; not to `but`."""
        feed = self._feeds.get(company)
        if feed is not None:
            for socket in dict.fromkeys(feed.holders(topics)):
                if socket is not but:
                    self.push_to(socket, text)

    def push_to(self, socket: Socket, text: str) -> None:
        """Gives a frame to one socket, and cuts it when it does not keep up."""
        self._metrics.live.frames_sent += 1
        if not socket.ended and not socket.push(text, self._clock.now()):
            self._cut(socket, TRY_AGAIN_LATER, "slow")

    async def close(self) -> None:
        """Ends what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- events --------------------------------------------------------------------------------------------
    # -----------

    def _advance(self, feed: Feed) -> None:
        """Passes on what memory holds, at once if no view needs a read; has the log read for the rest."""
        if feed.reading or feed.position is None:
            return
        taken = feed.take_next()
        if taken:
            try:
                reading = cast(Reading, WithoutReading(feed.company))
                self._pass_on(feed, build(self._declarations, reading, taken))
            except ReadingNeeded:
                feed.reading = True
                self._spawn(self._read(feed, taken))
                return
        if feed.is_behind:
            feed.reading = True
            self._spawn(self._read(feed, []))

    async def _read(self, feed: Feed, taken: list[Recorded]) -> None:
        """Passes on `taken` and whatever comes after it, with views built in one read per batch, until
        nothing is left.
        """
        try:
            while feed.is_needed and (taken or feed.is_behind):
                taken = taken or feed.take_next()
                place, calls = feed.position or 0, feed.calls
                steps = await self._built(feed, taken)
                if steps and steps[0].position > place + 1:
                    # What lay between was pruned: it can only be fetched.
                    steps = [Step(steps[-1].position, [Encoded((EVERYBODY,), RESYNC, "")])]
                self._pass_on(feed, steps)
                if not taken and not steps and feed.calls == calls:
                    # Who called meanwhile speaks of what this read may have begun too early to see.
                    feed.wanted = feed.position or 0
                taken = []
        finally:
            feed.reading = False

    async def _built(self, feed: Feed, taken: list[Recorded]) -> list[Step]:
        def views(reading: Reading) -> list[Step]:
            return build(self._declarations, reading, taken or event_log.after(reading, feed.position or 0))

        while True:
            try:
                return await self._database.read(
                    views, company=feed.company, caller=SystemCaller(feed.company, "live")
                )
            except StorageUnavailable:
                await self._clock.sleep_until(self._clock.now() + _PAUSE)

    def _pass_on(self, feed: Feed, steps: list[Step]) -> None:
        for step in steps:
            if step.deliveries:
                self._metrics.live.events += 1
                self._deliver(feed, step)
            feed.moved_to(step.position)
        for meanwhile in feed.joining:
            meanwhile.extend(steps)

    def _deliver(self, feed: Feed, step: Step) -> None:
        has_it = _who_has(feed, step) if feed.ahead else _NOBODY
        if len(step.deliveries) == 1 and len(step.deliveries[0].topics) == 1:
            delivery = step.deliveries[0]
            for socket in tuple(feed.holders(delivery.topics)):
                if delivery.event in _RIGHTS or socket not in has_it:
                    self._give(socket, delivery)
            return
        served: set[Socket] = set()
        for delivery in step.deliveries:
            for socket in tuple(feed.holders(delivery.topics)):
                if socket not in served and (delivery.event in _RIGHTS or socket not in has_it):
                    served.add(socket)
                    self._give(socket, delivery)

    def _deliver_to(self, socket: Socket, step: Step) -> None:
        held = {*socket.topics, EVERYBODY, f"session:{socket.caller.session_id}"}
        delivery = next((one for one in step.deliveries if not held.isdisjoint(one.topics)), None)
        if delivery is not None:
            self._give(socket, delivery)

    def _give(self, socket: Socket, delivery: Encoded) -> None:
        if delivery.event == CUT:
            self._cut(socket, SIGNED_OUT, "revoked")
        elif delivery.event == RESYNC:
            self._renew(socket)
        elif delivery.event == DOUBT:
            socket.doubt = Doubt.UNASKED
        elif not socket.resyncing:
            # Until it is told to fetch anew, nothing may move its place past the event that demands it.
            self.push_to(socket, delivery.text)

    # -- rights that change
    # -------------------------------------------------------------------------------------------

    async def refresh(self, socket: Socket) -> bool:
        """Gives the socket the topics that its caller may hold now. False: the caller is nobody any more.

        Several at a time end with the same topics: whoever sees that another has begun meanwhile reads again.
        Raises `StorageUnavailable`.
        """
        while True:
            socket.refreshes += 1
            begun = socket.refreshes
            topics = await self._topics_now(socket)
            if topics is None:
                return False
            if socket.refreshes == begun:
                feed = self._feeds.get(socket.caller.company_id)
                if feed is not None and not socket.ended:
                    feed.hold(socket, topics)
                return True

    def _renew(self, socket: Socket) -> None:
        """Takes all topics away at once, and gives those of now together with `resync`."""
        own = tuple(topic for topic in socket.topics if topic.startswith("operator:"))
        self._feeds[socket.caller.company_id].hold(socket, own)
        # What is being read at this moment is out of date already.
        socket.refreshes += 1
        if not socket.resyncing:
            socket.resyncing = True
            self._spawn(self._resync(socket))

    async def _resync(self, socket: Socket) -> None:
        while not socket.ended:
            try:
                known = await self.refresh(socket)
            except StorageUnavailable:
                await self._clock.sleep_until(self._clock.now() + _PAUSE)
                continue
            socket.resyncing = False
            if known:
                self.push_to(socket, frames.RESYNC)
            else:
                self._cut(socket, SIGNED_OUT, "revoked")
            return

    async def _topics_now(self, socket: Socket) -> tuple[str, ...] | None:
        """What the socket's caller, as he is now, may see; None when he is nobody any more."""
        if isinstance(socket.caller, OperatorCaller):
            caller = await self._authenticate.operator_of_session(socket.caller.session_id)
            if caller is None:
                return None
            socket.caller = caller

        def topics(reading: Reading) -> tuple[str, ...]:
            return topics_of(reading, self._declarations, socket.caller, socket.watched)

        return await self._database.read(topics, company=socket.caller.company_id, caller=socket.caller)

    async def _subscribe(self, socket: Socket, after: int | None) -> Subscription:
        def given(reading: Reading) -> Subscription:
            return subscribe(reading, self._declarations, socket.caller, socket.watched, after)

        return await self._database.read(given, company=socket.caller.company_id, caller=socket.caller)

    def _greet(self, socket: Socket, given: Subscription, after: int | None) -> None:
        begins = given.position if after is None else min(after, given.position)
        texts = [frames.ready(begins, socket.rhythm.ping // SECOND, socket.connection_id)]
        if given.missed is None:
            texts.append(frames.RESYNC)
        else:
            texts += given.missed
            if begins != given.position:
                texts.append(frames.ping(given.position))
        socket.push_all(texts, self._clock.now())
        self._metrics.live.frames_sent += len(texts)

    def _forget_if_idle(self, feed: Feed) -> None:
        if not feed.is_needed and self._feeds.get(feed.company) is feed:
            del self._feeds[feed.company]

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _who_has(feed: Feed, step: Step) -> frozenset[Socket]:
    """Who was given this step when he joined."""
    return frozenset(socket for socket, place in feed.ahead.items() if place >= step.position)


def _company(recorded: Recorded) -> str:
    return recorded.company_id
