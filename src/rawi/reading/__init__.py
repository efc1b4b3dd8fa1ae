"""Sources of every kind become documents."""
