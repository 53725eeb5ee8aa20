"""`python -m relayboard`."""

from relayboard.local.cli import main

if __name__ == "__main__":
    main()
