"""Resting: what an operator puts aside and must not be forgotten: a client on hold, a snoozed conversation.

Answers for who may put one aside, for how long, and that it comes back. What becomes of one that has come
back to somebody who is not there, or has no room, is routing's to decide.
"""
