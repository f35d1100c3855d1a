"""Accounts on the real service."""
