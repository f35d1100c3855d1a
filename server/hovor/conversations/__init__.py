"""Conversations: in which state one is, who owns it, where it waits, how it ends, and who may read it.

Answers for finding or opening the conversation of every message, for its single owner, and for what its
timeline tells. It does not decide who gets a conversation: routing does, and calls the verbs here in its own
unit of work.
"""
