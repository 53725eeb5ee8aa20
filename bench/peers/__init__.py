"""What people would write instead of Relayboard, to be measured beside it."""
