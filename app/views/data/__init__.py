"""The data desk: what is in the store, bringing files in, and what cleaning did to them."""
