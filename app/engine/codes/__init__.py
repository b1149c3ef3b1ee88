"""QR and bar codes: found in pictures, read without guessing silently, and shown as the data that they are."""
