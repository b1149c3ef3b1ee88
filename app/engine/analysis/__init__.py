"""What stands out in the trade and why: groups, dependence, indicators; each figure with its formula and caveat."""
