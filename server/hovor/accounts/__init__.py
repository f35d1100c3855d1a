"""Operators: who they are, their roles, groups and assigned channels, and how they sign in and out.

It answers for the sign-in session and for who may be an administrator. It does not know whether an operator
is online: that is presence, which hears of `SignedIn` and `SignedOut`.
"""
