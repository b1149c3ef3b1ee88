"""Builders of the reference tables, one module per subject, and the facts kept by hand for them."""
