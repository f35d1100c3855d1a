"""Web Push by the standards: what is said (declarative, no client's words), how it is encrypted for one
browser (RFC 8291), how we prove who sends it (RFC 8292), and how it is brought to a push service (RFC 8030).
"""
