"""Every query that pages and programs show. Each takes the account and sees only its site."""
