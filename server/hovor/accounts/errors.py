"""Refusals of accounts."""

from hovor.foundation.errors import Conflict, Refusal


class WrongCredentials(Refusal):
    """Address or password is wrong; nobody learns which."""

    code = "wrong_credentials"
    status = 401
    title = "The e-mail address or the password is wrong."


class WrongPassword(Refusal):
    """The present password, asked for before a change, is wrong."""

    code = "wrong_password"
    status = 403
    title = "That is not your present password."


class EmailTaken(Conflict):
    """An operator's address is unique in the installation."""

    code = "email_taken"
    status = 409
    title = "Somebody signs in with that e-mail address already."


class GroupNameTaken(Conflict):
    """A group's name is unique in its company."""

    code = "name_taken"
    status = 409
    title = "There is another group with that name."


class LastAdministrator(Conflict):
    """Without an administrator nobody could ever make one again (INV-54)."""

    code = "last_administrator"
    status = 409
    title = "This is the last administrator. Make somebody else an administrator first."


class AlreadySetUp(Conflict):
    """Set-up is for an empty installation only."""

    code = "already_set_up"
    status = 409
    title = "This installation is set up already. Sign in instead."


class SignUpLinkUsed(Refusal):
    """Somebody has joined by this link already (INV-53b)."""

    code = "sign_up_link_used"
    status = 410
    title = "This link has been used. Sign in instead."


class SignUpLinkExpired(Refusal):
    """The link's time is over, or it was revoked, or who made it could not make it any more."""

    code = "sign_up_link_expired"
    status = 410
    title = "This link is no longer valid. Ask your administrator for a new one."
