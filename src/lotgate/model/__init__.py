"""What the program talks about: frozen values, and their one plain JSON form, both ways.

Standard library only; no I/O. Import the modules, not this package.
"""
