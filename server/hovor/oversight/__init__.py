"""Oversight: what an administrator looks at to see what was done, and what the machine gave up doing.

Answers for reading the audit log and for having parked work tried again. Everybody who acts writes the log
himself, and foundation parks; nothing is decided here.
"""
