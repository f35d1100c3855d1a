"""The second factor: codes of an authenticator app, and codes for when it is lost.

It answers for whether an operator has one, for each code working once, and for how the secret is kept. Who
signs in and when a password is asked for is accounts' answer.
"""
