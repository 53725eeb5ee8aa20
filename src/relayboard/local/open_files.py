"""How many connections this process may have open: each is a file to the system."""

import resource


def most_open_files() -> int:
    """Raise this process's limit as far as it may go, and return it; many systems begin with 1024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        return soft if soft != resource.RLIM_INFINITY else 2**31
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard
