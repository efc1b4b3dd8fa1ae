"""Text as it stands: folding, offsets, sentences, tokens, repair. Knows letters, knows no words."""
