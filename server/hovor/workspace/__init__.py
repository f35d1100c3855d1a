"""The first screen: everything an operator's workspace shows, read at one position of the event log.

It answers for nothing of its own; every part belongs to a feature below.
"""
