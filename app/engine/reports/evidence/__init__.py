"""Evidence files: one PDF for a case, signed by the desk, that another copy of the program verifies by itself."""
