"""What `dev.py` needs to make everything else: standard library only, because nothing is installed yet."""
