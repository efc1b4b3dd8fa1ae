"""A dossier as a folder of pages that any browser shows: Arabic and English, without a server, without a network."""

from rawi.exports.page.pages import write_pages

__all__ = ["write_pages"]
