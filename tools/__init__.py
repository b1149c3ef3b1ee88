"""Programs for building and keeping the repository; nothing here ships with Tradescope."""
