"""Files that people send: checked, stored on disk under random names, served so that nothing in them can run.

It answers for bytes and their safety. Which conversation a file belongs to, and so who may fetch it, is
messaging's answer.
"""
