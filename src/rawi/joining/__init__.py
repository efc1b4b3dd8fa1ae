"""Joins what the documents of a dossier tell, in parts: only what a change touches, little of it in memory at once.

The parts are those of `rawi.pipeline.link`, and so is the result. What a document gives to joining depends on it alone
(its names as the dossier calls them, its reports ready for comparing, the keys that they share with others); what
changes is withdrawn and comes in anew, and the groups, events, disputes and undertakings that it meets are made anew.
"""
