"""One file for each outside thing; a folder of adapters that pass their ports' contract suites."""
