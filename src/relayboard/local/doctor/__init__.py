"""The doctor: what is wrong with an installation, in words."""
