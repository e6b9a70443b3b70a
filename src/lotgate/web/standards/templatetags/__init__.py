"""Tags of the standards' pages."""
