"""What was said: threads with their entries, deliveries, watermarks, drafts, templates and channel health.

Answers for storing every message exactly once and in order, and for bringing it out through a channel.
It does not know who owns a conversation or who may see it: the feature above decides that and asks here.
"""
