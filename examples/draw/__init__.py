"""Draws the sample certificates of `examples/`: invented lots of invented companies, the same on every run."""
