"""The demo: a small team at work."""
