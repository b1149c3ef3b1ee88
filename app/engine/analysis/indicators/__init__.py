"""Indicators of trade: each a pure function of figures, and the question to the store that feeds it."""
