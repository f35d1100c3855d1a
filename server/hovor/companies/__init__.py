"""The company: its name, time zone and settings, its channels, and the reasons it gives its operators for
being away.

It answers for what administrators change about the whole company. It does not know who the operators are
(accounts), nor what a channel does with its settings: every kind of channel brings its own check of them.
"""
