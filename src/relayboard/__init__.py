"""Relayboard: a team task manager. Assign it, do it, prove it."""

__version__ = "0.1.0"
