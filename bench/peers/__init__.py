"""Other servers that do the same work: a message accepted, stored, and on the receiver's connection."""
