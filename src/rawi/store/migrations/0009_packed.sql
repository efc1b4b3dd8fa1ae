-- Postings are packed (see store/postings.py). Those of an older dossier are made anew, with all that is joined, when it is
-- joined next. What withdrawn documents had posted is taken out then, too.
DROP TABLE posting;
DROP TABLE moved;
CREATE TABLE posting (
  number INTEGER PRIMARY KEY,
  packed BLOB NOT NULL
) STRICT;
CREATE TABLE withdrawn (
  document INTEGER PRIMARY KEY
) STRICT;
UPDATE setting SET value = '' WHERE key = 'joining: by';
