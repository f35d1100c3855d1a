"""What every feature stands on and no feature is: database, event log, reactions, timers, live sockets,
clock.

Nothing here knows a company's business. Whatever comes from outside (time, randomness, the features'
reactions) is given as a parameter by `hovor.wiring`.
"""
