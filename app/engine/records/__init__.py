"""Customs files of any origin, read into one canonical record, cleaned by rules and reported on."""
