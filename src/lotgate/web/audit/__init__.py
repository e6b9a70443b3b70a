"""The audit trail as a page: filter, prove, export."""
