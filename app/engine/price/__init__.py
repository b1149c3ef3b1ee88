"""Unit prices: what a trade of given product, partner, province and mode costs per unit, and how sure that is."""
