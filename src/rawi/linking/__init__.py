"""What many documents tell together: entities, origins, events, disputes, undertakings. Pure functions."""
