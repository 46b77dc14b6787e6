"""The few commands that run everything; those with more to do have a module of the same name beside
them.
"""
