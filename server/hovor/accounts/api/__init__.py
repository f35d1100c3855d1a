"""Routes about accounts: signing in and out, one's own profile, and what administrators set."""

from collections.abc import Sequence

from fastapi import APIRouter

from hovor.accounts.api import api_keys, pictures
from hovor.accounts.api.channels import Channels
from hovor.accounts.api.colleagues import Colleagues
from hovor.accounts.api.pictures import PICTURES
from hovor.accounts.api.profile import Profile
from hovor.accounts.api.second_factor import SecondFactor
from hovor.accounts.api.sign_up_links import SignUpLinks
from hovor.accounts.api.signing import Signing
from hovor.accounts.service import Passwords
from hovor.companies.service import ChannelKinds

__all__ = ["PICTURES", "routers"]


def routers(passwords: Passwords, kinds: ChannelKinds) -> Sequence[APIRouter]:
    """All of them, for the kinds of channel of this installation."""
    return (
        Signing(passwords, kinds).router(),
        SignUpLinks(passwords).router(),
        Profile(passwords).router(),
        SecondFactor(passwords).router(),
        Colleagues(passwords).router(),
        Channels(kinds).router(),
        api_keys.router,
        pictures.router,
    )
