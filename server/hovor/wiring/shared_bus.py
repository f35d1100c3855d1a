"""One bus for several who listen: sockets, listeners and routing are woken by the same word."""

from hovor.foundation.bus import Bus, OnPosition, OnSignal


class SharedBus:
    """A `Bus` that may be subscribed to more than once."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._on_position: list[OnPosition] = []
        self._on_signal: list[OnSignal] = []
        bus.subscribe(self.position_reached, self._signalled)

    async def start(self) -> None:
        """Begin to listen."""
        await self._bus.start()

    async def close(self) -> None:
        """Stop."""
        await self._bus.close()

    def publish(self, company_id: str, position: int) -> None:
        """Tell the other processes."""
        self._bus.publish(company_id, position)

    def signal(self, topic: str, body: bytes) -> None:
        """Tell the other processes something unrecorded."""
        self._bus.signal(topic, body)

    def subscribe(self, on_position: OnPosition, on_signal: OnSignal) -> None:
        """One more who listens."""
        self._on_position.append(on_position)
        self._on_signal.append(on_signal)

    def position_reached(self, company_id: str, position: int) -> None:
        """Another process has committed, wherever that is known from."""
        for tell in self._on_position:
            tell(company_id, position)

    def _signalled(self, topic: str, body: bytes) -> None:
        for tell in self._on_signal:
            tell(topic, body)
