"""Outreach: an operator writes first, on a channel whose kind says that it can be written on first.

Answers for who may be written to from which channel, and that the conversation is its starter's own with its
first message on the way. It does not carry the message: messaging does, and everything after the first word
belongs to conversations.
"""
