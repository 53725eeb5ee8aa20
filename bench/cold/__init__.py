"""Cold starts: how long fresh processes take to their first answer, beside the usual stacks and the floor."""
