"""The version of rawi, which every dossier and every export names."""

VERSION = "0.1.0"
