"""Real parts for the tests: databases, browsers, servers, clocks. Every module here is a pytest plugin."""
