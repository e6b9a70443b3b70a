"""Every change to the store. Each service is atomic, keyword-only, asks for permission and writes its audit entry."""
