"""The inbox: a row per lot, and the door for files."""
