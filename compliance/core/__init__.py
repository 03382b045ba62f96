"""What the tracker knows, with no database, no clock and no network."""
