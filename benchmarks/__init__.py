"""Ours and the peer in one run; `python3 run.py bench NAME`."""
