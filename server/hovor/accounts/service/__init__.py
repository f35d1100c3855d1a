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
    set_member,
)
from hovor.accounts.service.passwords import Passwords
from hovor.accounts.service.sessions import (
    NewSession,
    SignedInSession,
    end_session,
    end_sessions,
    expire_session,
    hold_sessions,
    note_seen,
    open_session,
)
from hovor.accounts.service.set_up import FirstCompany, SetUp, SetUpDone, set_up
from hovor.accounts.service.sign_in import (
    Attempt,
    Candidate,
    begin_sign_in,
    note_wrong_password,
    sign_in,
)

__all__ = [
    "Attempt",
    "Candidate",
    "FirstCompany",
    "NewOperator",
    "NewSession",
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
    "end_session",
    "end_sessions",
    "expire_session",
    "hold_sessions",
    "normal_email",
    "note_key_used",
    "note_seen",
    "note_wrong_password",
    "open_session",
    "password_problem",
    "revoke_api_key",
    "set_member",
    "set_up",
    "sign_in",
]
