"""The buyer's standards: list, versions, form and text, what would change, release."""
