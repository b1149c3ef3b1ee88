"""The dashboard: one selection, key figures, and charts that filter each other."""
