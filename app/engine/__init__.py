"""The Qt-free engine: files become records, records become answers."""
