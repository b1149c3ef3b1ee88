"""One function for each question that the store answers."""
