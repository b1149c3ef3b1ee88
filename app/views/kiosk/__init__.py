"""The kiosk: visitors hold goods before a camera and touch a screen."""
