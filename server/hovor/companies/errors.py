"""Refusals of the company."""

from hovor.foundation.errors import Conflict


class ChannelKindUnknown(Conflict):
    """This installation has no such kind of channel; `kinds` names those it has."""

    code = "channel_kind_unknown"
    status = 422
    title = "This installation has no channels of that kind."


class AwayReasonNeeded(Conflict):
    """Another reason changes to this one when its allowance is used up; `reason` is its name."""

    code = "away_reason_needed"
    status = 409
    title = "Another reason changes to this one when its allowance is used up. Change that one first."


class NameTaken(Conflict):
    """Another one of the same company has that name."""

    code = "name_taken"
    status = 409
    title = "There is another one with that name."
