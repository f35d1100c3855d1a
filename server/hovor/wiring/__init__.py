"""The one place that knows everything: all features' routes, reactions and live views, put together."""

from hovor.wiring.installation import Installation, build

__all__ = ["Installation", "build"]
