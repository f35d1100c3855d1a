"""Clients: the people and firms the company talks to, their identities, and the sessions of website visitors.

It answers for who somebody is and how surely. It does not know what was said to them (messaging,
conversations).
"""
