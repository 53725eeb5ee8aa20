"""Live sockets of the one-machine home: who is connected, what is pushed, and the protocol below."""
