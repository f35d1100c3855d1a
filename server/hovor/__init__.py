"""Hovor: clients and operators talk on every channel, and nothing is lost."""

import sys
from typing import Any, cast

# structlog takes rich wherever it finds it, for tracebacks that `foundation.logs` writes itself: four MiB
# of every server. It does not find it here; who asks for it later does.
if "rich" not in sys.modules:
    cast("dict[str, Any]", sys.modules)["rich"] = None
    try:
        import structlog as structlog
    finally:
        del sys.modules["rich"]
