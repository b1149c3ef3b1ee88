"""Size and seed of the demo data that are built when nobody asks for others."""

DEFAULT_ROWS = 1_200_000
DEFAULT_SEED = 2012
