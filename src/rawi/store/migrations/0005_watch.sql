-- What is remembered about watched sources: the marks with which the server wants to be asked next time, how often it
-- failed since it last answered, and when it is due again; and the links that were read or passed over.
CREATE TABLE watched (
  address  TEXT PRIMARY KEY,
  etag     TEXT,
  modified TEXT,
  failures INTEGER NOT NULL,
  due      TEXT NOT NULL
) STRICT;

CREATE TABLE seen_link (
  link TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
