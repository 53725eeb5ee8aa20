"""The operations that the pool answers over the network, a file for each thing that people do."""
