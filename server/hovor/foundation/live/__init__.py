"""Live sockets: who is connected, what each may see, and every event to everybody who may see it, in order.

It answers for order, resume, rights at send, heartbeats and slow receivers. What an event looks like and
whose topics it goes to, the features declare in their `live` modules (see `declarations`).
"""
