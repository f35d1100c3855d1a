"""Presence on the real service."""
