"""Changes of operators, groups, sign-ins and API keys."""

from hovor.accounts.policy import normal_email, password_problem
from hovor.accounts.service.api_keys import create_api_key, note_key_used, revoke_api_key
from hovor.accounts.service.groups import change_group, create_group
from hovor.accounts.service.operators import (
    NewOperator,
    OperatorChanges,
    ProfileChanges,
    change_operator,
    change_password,
    create_operator,
)
from hovor.accounts.service.passwords import Passwords
from hovor.accounts.service.pictures import PICTURE_EDGE, NewPicture
from hovor.accounts.service.sessions import (
    NewSession,
    SignedInSession,
    end_session,
    end_sessions,
    expire_session,
    hold_sessions,
    note_seen,
)
from hovor.accounts.service.set_up import FirstCompany, SetUp, SetUpDone, set_up
from hovor.accounts.service.sign_in import (
    Attempt,
    Candidate,
    begin_sign_in,
    note_wrong_password,
    sign_in,
)
from hovor.accounts.service.sign_up_links import (
    Joining,
    NewSignUpLink,
    create_sign_up_link,
    join,
    revoke_sign_up_link,
)

__all__ = [
    "PICTURE_EDGE",
    "Attempt",
    "Candidate",
    "FirstCompany",
    "Joining",
    "NewOperator",
    "NewPicture",
    "NewSession",
    "NewSignUpLink",
    "OperatorChanges",
    "Passwords",
    "ProfileChanges",
    "SetUp",
    "SetUpDone",
    "SignedInSession",
    "begin_sign_in",
    "change_group",
    "change_operator",
    "change_password",
    "create_api_key",
    "create_group",
    "create_operator",
    "create_sign_up_link",
    "end_session",
    "end_sessions",
    "expire_session",
    "hold_sessions",
    "join",
    "normal_email",
    "note_key_used",
    "note_seen",
    "note_wrong_password",
    "password_problem",
    "revoke_api_key",
    "revoke_sign_up_link",
    "set_up",
    "sign_in",
]
