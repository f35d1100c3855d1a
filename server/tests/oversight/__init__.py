"""Tests of what administrators look at."""
