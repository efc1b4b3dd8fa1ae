"""A dossier as pages that any browser shows, in Arabic and English: what they show and say, and their templates."""
