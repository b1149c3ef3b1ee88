"""Screening of declarations: what each says, what can be compared of it, and what could not be checked."""
