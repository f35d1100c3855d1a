"""Refusals of skills."""

from hovor.foundation.errors import Conflict


class SkillNameTaken(Conflict):
    """A skill in use has that name."""

    code = "name_taken"
    status = 409
    title = "There is another skill with that name."
