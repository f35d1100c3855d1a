"""What resting does because of the time."""

from typing import Final

from hovor.resting import service

TIMERS: Final = {service.SNOOZE_OVER: service.wake}
