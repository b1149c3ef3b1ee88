"""Trade records on disk and every question asked of them; the only place with SQL."""
