"""HTTP: the app, its edges (headers, origins, limits, problem documents), and the one way to run a verb or
a query.

It knows nothing of any feature: routes come from wiring, callers from the `Authenticator` that wiring gives.
"""
