"""One function for each operation: what, not how."""
