"""A channel whose outside world is a stand-in: for tests, for the demonstration, for trying Hovor without a
vendor.

It speaks a small protocol of its own (`wire`), with everything that makes real vendors hard: receipts, read
watermarks, typing, files, changing addresses, and answers that get lost. It is never offered to
administrators in production.
"""
