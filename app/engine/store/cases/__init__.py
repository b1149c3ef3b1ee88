"""What the screening desk keeps: runs with every scored line, cases, officers, plans, the log of what was done."""
