"""rawi reads the Arabic press and says who did what, when, and who says so."""

__version__ = "0.1.0"
