"""The command line: each command parses its arguments, calls, and prints; what it does stands elsewhere.

Data goes to stdout, messages to stderr. Exit status: 0 done; 1 some inputs failed, each is named and the rest was
done; 2 the command could not be done as it was asked for.
"""

from rawi.cli.app import main

__all__ = ["main"]
