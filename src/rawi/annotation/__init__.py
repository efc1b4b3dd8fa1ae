"""What one document says: dates, names, chains, reports, factuality, undertakings. Pure functions."""
