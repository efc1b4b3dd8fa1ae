"""Runs a pure function over many documents; knows processes and clusters, knows no Arabic."""
