"""Hovor: clients and operators talk on every channel, and nothing is lost."""
