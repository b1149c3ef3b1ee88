"""Photos of goods and codes: recognised, corrected, counted, and compared with what the store knows."""
