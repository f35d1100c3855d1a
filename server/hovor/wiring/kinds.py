"""The kinds of channel of this installation, as companies and accounts ask about them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hovor.companies.errors import ChannelKindUnknown
from hovor.foundation.errors import FieldProblem
from hovor.messaging.channel import Adapter, Kinds

_PREFIXES: Final = {"webchat": "wc"}


class ChannelKinds:
    """The registry of adapters, before the features that only know a kind's name."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds

    def prefix(self, kind: str) -> str:
        """What the public key of such a channel begins with."""
        self._adapter(kind)
        return _PREFIXES.get(kind, kind)

    async def problems(
        self, kind: str, settings: Mapping[str, Any], secrets: Mapping[str, str]
    ) -> Sequence[FieldProblem]:
        """What the kind finds wrong, by fields of the request."""
        found = await self._adapter(kind).validate_settings(settings, secrets)
        return [{"field": f"settings.{each.field}", "message": each.message} for each in found]

    def _adapter(self, kind: str) -> Adapter:
        try:
            return self._kinds.adapter(kind)
        except KeyError:
            names = [each.kind for each in self._kinds.descriptions()]
            raise ChannelKindUnknown(kinds=names) from None
