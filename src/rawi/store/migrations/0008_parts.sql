-- What joining knows of each document and of each group, so that only what a change touches is joined anew. `joined` is 0
-- for a document that joining has not seen, 1 for one that it has, 2 for one that it has to see again.
ALTER TABLE document ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;
CREATE INDEX document_not_joined ON document (joined) WHERE joined != 1;
CREATE INDEX document_by_name ON document (name);

-- What persons are called in the documents, as these call them by themselves; how entities are named, as joined.
-- Where a number is 0 there is no word.
CREATE TABLE called (
  entity INTEGER NOT NULL,
  kind   INTEGER NOT NULL,
  code   INTEGER NOT NULL,
  arabic TEXT NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (entity, kind, code, arabic)
) STRICT, WITHOUT ROWID;
CREATE TABLE spelling (
  entity  INTEGER NOT NULL,
  kind    INTEGER NOT NULL,
  code    INTEGER NOT NULL,
  sector  INTEGER NOT NULL,
  anaphor INTEGER NOT NULL,
  arabic  TEXT NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (entity, kind, code, sector, anaphor, arabic)
) STRICT, WITHOUT ROWID;

-- What a document's undertaking is compared by, and the id of the undertaking that it is a part of.
ALTER TABLE undertaking ADD COLUMN words TEXT;
ALTER TABLE undertaking ADD COLUMN part_of TEXT;
CREATE INDEX undertaking_by_part ON undertaking (part_of) WHERE part_of IS NOT NULL;

-- Which reports share a blocking key; the pairs at which groups of reports grew, from both sides.
CREATE TABLE posting (
  key      INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (key, document, report)
) STRICT, WITHOUT ROWID;
CREATE TABLE joint (
  document       INTEGER NOT NULL,
  report         INTEGER NOT NULL,
  other_document INTEGER NOT NULL,
  other_report   INTEGER NOT NULL,
  points         REAL NOT NULL,
  PRIMARY KEY (document, report, other_document, other_report)
) STRICT, WITHOUT ROWID;

-- What has changed since documents were last joined: reports that have to be grouped anew, entities to be counted anew,
-- and by how many reports a key is shared more, or less.
CREATE TABLE loose (
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (document, report)
) STRICT, WITHOUT ROWID;
CREATE TABLE loose_entity (
  entity INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE moved (
  key    INTEGER PRIMARY KEY,
  change INTEGER NOT NULL
) STRICT;
