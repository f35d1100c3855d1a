"""Is an operator there, and for what: declared status, liveness, channel switches, calls outside, activity.

It answers for the facts that decide whether an operator can be reached. It does not decide who gets a
conversation: routing reads the facts of all operators and does that.
"""
