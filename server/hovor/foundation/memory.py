"""The garbage collector and a server that lives long."""

import gc


def freeze_after_start() -> None:
    """Call once when everything is imported, built and started.

    What lives as long as the process is then never looked at again by the collector, whose passes over it
    would stop everybody for 20 ms at a time (measured).
    """
    gc.collect()
    gc.freeze()
