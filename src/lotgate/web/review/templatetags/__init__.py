"""Tags of the review page."""
