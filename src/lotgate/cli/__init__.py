"""The command line: a mirror of the library."""
