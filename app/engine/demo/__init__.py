"""Demo data calibrated on public aggregates: seed-schema files with the real dirt, and the truth behind them."""
