"""Sources become documents: files, tables, archives, feeds, pages on the web. `rawi.reading.sources` is the door."""
