"""The lint of our own, "tidy": what ARCHITECTURE.md promises and no other tool can check.

A rule is a function from the source tree to its violations, so that the same rule runs on the real tree and
on one with a planted violation. Layers, cycles and independence are contracts of Import Linter, in
pyproject.toml.
"""
