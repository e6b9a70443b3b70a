"""Tags for every page family: `{% load lotgate %}`."""
