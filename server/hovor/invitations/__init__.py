"""Invitations: a personal link and code that brings a client straight to the operator who made it.

Answers for making, extending, revoking and redeeming them, for what the client's page may know, and that a
one-off brings exactly one conversation. It does not decide whether the operator can take the conversation:
routing does, from the operator's personal queue.
"""
