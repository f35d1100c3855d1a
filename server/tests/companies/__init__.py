"""Tests of the company and its settings."""
