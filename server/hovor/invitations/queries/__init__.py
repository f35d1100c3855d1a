"""Reads of invitations: rows, the views of colleagues and integrations, what the client's page may know."""

from hovor.invitations.queries.calendar import calendar
from hovor.invitations.queries.letter import here_letter, letter
from hovor.invitations.queries.page import PublicInvitationView, own_conversation, public
from hovor.invitations.queries.rows import Found, Invitation, by_code, by_secret, get, unrevoked_of
from hovor.invitations.queries.views import (
    CODE,
    SECRET,
    Addresses,
    InvitationView,
    listed,
    readable,
    view,
    views,
)

__all__ = [
    "CODE",
    "SECRET",
    "Addresses",
    "Found",
    "Invitation",
    "InvitationView",
    "PublicInvitationView",
    "by_code",
    "by_secret",
    "calendar",
    "get",
    "here_letter",
    "letter",
    "listed",
    "own_conversation",
    "public",
    "readable",
    "unrevoked_of",
    "view",
    "views",
]
