"""A contact centre on virtual time: the production routing engine, clients and operators made of chance, and
what comes of it, with intervals of confidence. It knows neither a database nor a network, and no rule of
routing: whom a conversation goes to is decided by `routing.engine` alone.
"""
