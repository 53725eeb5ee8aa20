"""Use cases: check, change, record the event, write it all at once."""
