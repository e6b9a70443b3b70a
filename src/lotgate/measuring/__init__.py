"""Printed strings to typed values, and which of the buyer's characteristics a printed name means."""
