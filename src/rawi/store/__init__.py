"""One SQLite file: written, read, migrated, searched, corrected."""
