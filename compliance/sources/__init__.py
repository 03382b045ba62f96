"""The world outside, looked at through one window: `services.press` alone imports this room."""
