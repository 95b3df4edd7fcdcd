"""The command line: one file for each command, imported only when that command is given.

A command's module has ``add_arguments(parser)`` and ``run(arguments) -> int``, the exit status.
"""
