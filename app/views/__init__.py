"""Screens, one per file; none knows another."""
