"""One file an engine: ``make(name)`` returns a function that does a training step.

The function returns the loss before the update, as a number. ``make`` returns None
for what an engine cannot express. A file may define ``SHARE``, the part of the
batch that its steps go through.
"""
