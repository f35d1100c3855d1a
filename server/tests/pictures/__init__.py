"""The pictures of the documentation: the real program with the demo company, on a day that never passes."""
