"""The facts everything else stands on: commodity codes, countries, provinces, trade modes, units, currencies."""
