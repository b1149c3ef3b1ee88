"""The pricing desk: what one trade should cost per unit, how sure that is, and what stands behind it."""
