-- A dossier: originals byte for byte, documents, what was found in each, and what they tell together.
-- Spans (start, "end") count Unicode code points in documents.text, "end" is exclusive: in SQL the quoted words are
-- substr(text, start + 1, "end" - start). Days are ISO 8601. A document is named by its number in all other tables.

CREATE TABLE dossier (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE originals (
  sha256     TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size       INTEGER NOT NULL,
  packing    TEXT NOT NULL CHECK (packing IN ('plain', 'zlib')),
  bytes      BLOB NOT NULL
) STRICT;

-- `given` holds what was known about a document from outside when it was read, `notes` what was noted in reading it,
-- both as JSON.
CREATE TABLE documents (
  number         INTEGER PRIMARY KEY AUTOINCREMENT,
  id             TEXT NOT NULL UNIQUE,
  name           TEXT NOT NULL,
  outlet         TEXT,
  published      TEXT,
  published_from TEXT,
  published_to   TEXT,
  title          TEXT,
  url            TEXT,
  byline         TEXT,
  text           TEXT NOT NULL,
  original       TEXT NOT NULL REFERENCES originals (sha256),
  location       TEXT NOT NULL,
  notes          TEXT NOT NULL,
  given          TEXT NOT NULL
) STRICT;
CREATE INDEX documents_by_original ON documents (original);

-- What was found in a document by itself, before documents were joined: a packed record, for joining anew; the version
-- of rawi that found it; digests of the document as it was read and of what stands in the tables below.
CREATE TABLE records (
  document      INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
  version       TEXT NOT NULL,
  found         BLOB NOT NULL,
  read_digest   BLOB NOT NULL,
  joined_digest BLOB
) STRICT;

-- What was found in a document, as it stands after joining.
CREATE TABLE pieces (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  position INTEGER NOT NULL,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  rule     TEXT NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

-- Where the lines of a PDF stand on paper: edges in points from the lower left corner of the page.
CREATE TABLE boxes (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  position INTEGER NOT NULL,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  page     INTEGER NOT NULL,
  "left"   REAL NOT NULL,
  bottom   REAL NOT NULL,
  "right"  REAL NOT NULL,
  top      REAL NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE times (
  document   INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  start      INTEGER NOT NULL,
  "end"      INTEGER NOT NULL,
  value      TEXT NOT NULL,
  type       TEXT NOT NULL,
  first_day  TEXT,
  last_day   TEXT,
  mod        TEXT,
  anchor     TEXT NOT NULL,
  doubt      TEXT NOT NULL,
  rule       TEXT NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE names (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  position INTEGER NOT NULL,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  text     TEXT NOT NULL,
  kind     TEXT NOT NULL,
  entity   TEXT,
  code     TEXT,
  sector   TEXT,
  anaphor  INTEGER NOT NULL,
  plural   INTEGER NOT NULL,
  feminine INTEGER NOT NULL,
  rule     TEXT NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

-- The links of a chain, nearest to the reader first. Chain 0 of a document is its own; the others are numbered from 1.
CREATE TABLE links (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  chain    INTEGER NOT NULL,
  position INTEGER NOT NULL,
  source   TEXT NOT NULL,
  kind     TEXT NOT NULL,
  entity   TEXT,
  cue      TEXT,
  act      TEXT NOT NULL,
  channel  TEXT,
  said_on  TEXT,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  rule     TEXT NOT NULL,
  PRIMARY KEY (document, chain, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE voices (
  document  INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  start     INTEGER NOT NULL,
  "end"     INTEGER NOT NULL,
  chain     INTEGER,
  cue_start INTEGER NOT NULL,
  cue_end   INTEGER NOT NULL,
  quoted    INTEGER NOT NULL,
  rule      TEXT NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (
  document        INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  position        INTEGER NOT NULL,
  start           INTEGER NOT NULL,
  "end"           INTEGER NOT NULL,
  "trigger"       TEXT NOT NULL,
  type            TEXT NOT NULL,
  mode            TEXT,
  place           TEXT,
  when_value      TEXT,
  first_day       TEXT,
  last_day        TEXT,
  when_basis      TEXT NOT NULL,
  factuality      TEXT NOT NULL,
  chain           INTEGER,
  undertaking     TEXT,
  rule            TEXT NOT NULL,
  factuality_rule TEXT NOT NULL,
  sentence_start  INTEGER NOT NULL,
  sentence_end    INTEGER NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE participants (
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  role     TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
  position INTEGER NOT NULL,
  text     TEXT NOT NULL,
  entity   TEXT,
  code     TEXT,
  sector   TEXT,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  PRIMARY KEY (document, report, role, position),
  FOREIGN KEY (document, report) REFERENCES reports (document, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Undertakings: those with a document are what that document alone tells, those without are joined from all.
CREATE TABLE undertakings (
  number   INTEGER PRIMARY KEY,
  document INTEGER REFERENCES documents ON DELETE CASCADE,
  id       TEXT NOT NULL,
  kind     TEXT NOT NULL,
  name     TEXT NOT NULL,
  labels   TEXT NOT NULL,
  parties  TEXT NOT NULL,
  rule     TEXT NOT NULL
) STRICT;
CREATE INDEX undertakings_by_document ON undertakings (document);

CREATE TABLE provisions (
  undertaking INTEGER NOT NULL REFERENCES undertakings ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  document    INTEGER NOT NULL REFERENCES documents,
  start       INTEGER NOT NULL,
  "end"       INTEGER NOT NULL,
  text        TEXT NOT NULL,
  PRIMARY KEY (undertaking, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE phases (
  undertaking INTEGER NOT NULL REFERENCES undertakings ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  document    INTEGER NOT NULL REFERENCES documents,
  start       INTEGER NOT NULL,
  "end"       INTEGER NOT NULL,
  "order"     INTEGER NOT NULL,
  text        TEXT NOT NULL,
  PRIMARY KEY (undertaking, position)
) STRICT, WITHOUT ROWID;

-- `chain` holds the links of the stage's chain as JSON.
CREATE TABLE stages (
  undertaking INTEGER NOT NULL REFERENCES undertakings ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  document    INTEGER NOT NULL REFERENCES documents,
  start       INTEGER NOT NULL,
  "end"       INTEGER NOT NULL,
  stage       TEXT NOT NULL,
  when_value  TEXT,
  first_day   TEXT,
  last_day    TEXT,
  chain       TEXT NOT NULL,
  rule        TEXT NOT NULL,
  PRIMARY KEY (undertaking, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE mentions (
  undertaking INTEGER NOT NULL REFERENCES undertakings ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  document    INTEGER NOT NULL REFERENCES documents,
  start       INTEGER NOT NULL,
  "end"       INTEGER NOT NULL,
  PRIMARY KEY (undertaking, position)
) STRICT, WITHOUT ROWID;

-- What all documents tell together.
CREATE TABLE entities (
  id       TEXT PRIMARY KEY,
  label_en TEXT NOT NULL,
  label_ar TEXT NOT NULL,
  kind     TEXT NOT NULL,
  code     TEXT,
  sector   TEXT,
  mentions INTEGER NOT NULL,
  names    TEXT NOT NULL
) STRICT;

CREATE TABLE events (
  id                  TEXT PRIMARY KEY,
  type                TEXT NOT NULL,
  label_en            TEXT NOT NULL,
  label_ar            TEXT NOT NULL,
  place               TEXT,
  when_value          TEXT,
  first_day           TEXT,
  last_day            TEXT,
  status              TEXT NOT NULL,
  independent_origins INTEGER NOT NULL,
  dispute             INTEGER NOT NULL,
  undertaking         TEXT,
  reason              TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_day ON events (first_day);

CREATE TABLE event_participants (
  event    TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
  role     TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
  position INTEGER NOT NULL,
  text     TEXT NOT NULL,
  entity   TEXT,
  code     TEXT,
  sector   TEXT,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  PRIMARY KEY (event, role, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_reports (
  event    TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (event, position),
  FOREIGN KEY (document, report) REFERENCES reports (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_reports_by_report ON event_reports (document, report);

CREATE TABLE event_history (
  event      TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  day        TEXT,
  factuality TEXT NOT NULL,
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_history_reports (
  event    TEXT NOT NULL,
  history  INTEGER NOT NULL,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (event, history, position),
  FOREIGN KEY (event, history) REFERENCES event_history (event, position) ON DELETE CASCADE,
  FOREIGN KEY (document, report) REFERENCES reports (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE origins (
  event    TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
  position INTEGER NOT NULL,
  key      TEXT NOT NULL,
  label    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  reason   TEXT NOT NULL,
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE origin_reports (
  event    TEXT NOT NULL,
  origin   INTEGER NOT NULL,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (event, origin, position),
  FOREIGN KEY (event, origin) REFERENCES origins (event, position) ON DELETE CASCADE,
  FOREIGN KEY (document, report) REFERENCES reports (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE disputes (
  id     TEXT PRIMARY KEY,
  event  TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
  about  TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE dispute_sides (
  dispute  TEXT NOT NULL REFERENCES disputes ON DELETE CASCADE,
  position INTEGER NOT NULL,
  claim    TEXT NOT NULL,
  origins  TEXT NOT NULL,
  PRIMARY KEY (dispute, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE dispute_reports (
  dispute  TEXT NOT NULL,
  side     INTEGER NOT NULL,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (dispute, side, position),
  FOREIGN KEY (dispute, side) REFERENCES dispute_sides (dispute, position) ON DELETE CASCADE,
  FOREIGN KEY (document, report) REFERENCES reports (document, position)
) STRICT, WITHOUT ROWID;
