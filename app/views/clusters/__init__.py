"""Groups of members that trade alike, how they change, and what depends on whom."""
