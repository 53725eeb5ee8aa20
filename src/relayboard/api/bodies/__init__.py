"""What people send: one struct per request body."""
