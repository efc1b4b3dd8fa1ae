"""All knowledge of Arabic and of the world, as data that a linguist can edit, and the code that loads it."""
