"""Findings in other forms: JSON, tables, PLOVER, FollowTheMoney, a static page."""
