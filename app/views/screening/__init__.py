"""The screening desk: every declaration of a file in the order in which it is worth a look, and why."""
