"""The real service under chance: everything that can happen, in any order, with time and restarts in
between.
"""
