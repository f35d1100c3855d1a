"""Routing: who gets which conversation, when, and why.

Answers for queues, offers and the records that explain every choice. The decision itself is pure (`engine`);
it becomes an offer only through a write that checks the same facts again. It does not change a conversation:
it calls its verbs.
"""
