"""Pictures from outside: hostile, odd or broken files end here; what goes on is plain sRGB pixels."""
