"""Groups of partners, provinces, chapters or headings that trade alike, found from features that people understand."""
