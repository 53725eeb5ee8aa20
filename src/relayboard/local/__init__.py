"""The composition root on one machine."""
