"""Refusals of the second factor."""

from hovor.foundation.errors import Conflict, Refusal


class OneTimeCodeRequired(Refusal):
    """The password fits; the second step is missing."""

    code = "one_time_code_required"
    status = 401
    title = "Enter the code from your authenticator app."


class WrongOneTimeCode(Refusal):
    """Not the code of now, or one that was used already: nobody learns which."""

    code = "wrong_one_time_code"
    status = 401
    title = "That code is not right, or was used already."


class WrongNewCode(Refusal):
    """The app's code does not fit the secret that is being set up."""

    code = "wrong_new_code"
    status = 422
    title = "That code does not fit. Check the time of your phone, and type the code of now."


class SecondFactorOff(Conflict):
    """There is none, or none is being set up."""

    code = "second_factor_off"
    status = 409
    title = "There is no second factor. Set one up first."


class SecondFactorOn(Conflict):
    """There is one already; it is removed before another one is set up."""

    code = "second_factor_on"
    status = 409
    title = "The second factor is on already. Turn it off first."
