"""From an event to a notice in somebody's hands: who hears of it, through which channel, in what words."""
