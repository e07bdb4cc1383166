"""The commands, each in the file of its name: a function of what is typed, and its EXAMPLES.

The engine is imported within the functions, so that help comes at once.
"""
