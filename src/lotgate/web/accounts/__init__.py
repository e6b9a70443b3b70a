"""First visit, signing in and out, one's own settings, and the accounts of a site."""
