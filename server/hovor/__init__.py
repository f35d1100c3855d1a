"""Hovor: clients and operators talk on every channel, and nothing is lost."""

import sys
from typing import Any, cast

_modules = cast("dict[str, Any]", sys.modules)

# FastAPI asks of every type whether it is one of Pydantic's first version, and takes it for a no when that
# is not there: 25 modules that nobody uses stay away.
_modules.setdefault("pydantic.v1", None)

# structlog takes rich wherever it finds it, for tracebacks that `foundation.logs` writes itself: four MiB
# of every server. It does not find it here; who asks for it later does.
if "rich" not in sys.modules:
    _modules["rich"] = None
    try:
        import structlog as structlog
    finally:
        del sys.modules["rich"]
