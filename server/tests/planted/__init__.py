"""Bugs that are planted into a copy of the program, to see that the tests of routing find them."""
