"""Reusable controls that know no screen."""
