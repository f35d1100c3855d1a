"""That nobody is missed: what an operator is to be told of, by which of his pages, and that it was shown.

Answers for notifications and their preferences, for Web Push when no page is there, and for the list that
says whether they can arrive. It does not decide who gets a conversation; it listens, and tells routing that
an offer was shown.
"""
