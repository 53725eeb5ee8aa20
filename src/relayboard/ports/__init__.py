"""What Relayboard needs from outside, as protocols; every adapter of a port passes the same contract suite."""
