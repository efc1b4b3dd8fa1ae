-- A dossier: originals byte for byte, documents, what was found in each, and what they tell together.
--
-- Tables are named in the singular and hold things as compactly as they can; people ask the views of 0002, which are
-- named in the plural. Spans (start, "end") count Unicode code points in document.text, "end" is exclusive. Days are
-- ISO 8601. A document, an event, an undertaking is named by its number in all other tables.

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Words that come again and again (rules, kinds, names of entities) are kept once; columns REFERENCES term name them.
CREATE TABLE term (
  number INTEGER PRIMARY KEY,
  term   TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE original (
  sha256     TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size       INTEGER NOT NULL,
  packing    TEXT NOT NULL CHECK (packing IN ('plain', 'zlib')),
  bytes      BLOB NOT NULL
) STRICT;

-- `given` holds what was known about a document from outside when it was read, `notes` what was noted in reading it,
-- both as JSON. `version` is that of the rawi that read and annotated it. The digests tell whether the document as it
-- was read, and its rows in the tables below, are still what they were when they were written. `before_joining` says,
-- as JSON, what joining changed in the rows: a list of pairs, the path to a value and the value that stood there.
CREATE TABLE document (
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
  original       TEXT NOT NULL REFERENCES original (sha256),
  location       TEXT NOT NULL,
  notes          TEXT NOT NULL,
  given          TEXT NOT NULL,
  version        TEXT NOT NULL,
  read_digest    BLOB NOT NULL,
  rows_digest    BLOB NOT NULL,
  before_joining TEXT NOT NULL DEFAULT '[]',
  text           TEXT NOT NULL
) STRICT;
CREATE INDEX document_by_original ON document (original);
CREATE INDEX document_by_outlet ON document (outlet);

-- What was found in a document. A text that is NULL is the one that the span quotes.
CREATE TABLE piece (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position INTEGER NOT NULL,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  kind     INTEGER NOT NULL REFERENCES term,
  rule     INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

-- Where the lines of a PDF stand on paper: edges in points from the lower left corner of the page.
CREATE TABLE box (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
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

-- What was mended when a broken extraction was read. The last two columns count in the damaged text.
CREATE TABLE repair (
  document       INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position       INTEGER NOT NULL,
  start          INTEGER NOT NULL,
  "end"          INTEGER NOT NULL,
  rule           INTEGER NOT NULL REFERENCES term,
  before         TEXT NOT NULL,
  confidence     REAL NOT NULL,
  original_start INTEGER NOT NULL,
  original_end   INTEGER NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE time (
  document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  start      INTEGER NOT NULL,
  "end"      INTEGER NOT NULL,
  value      TEXT NOT NULL,
  type       INTEGER NOT NULL REFERENCES term,
  first_day  TEXT,
  last_day   TEXT,
  mod        INTEGER REFERENCES term,
  anchor     INTEGER NOT NULL REFERENCES term,
  doubt      INTEGER NOT NULL REFERENCES term,
  rule       INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE name (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position INTEGER NOT NULL,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  text     TEXT,
  kind     INTEGER NOT NULL REFERENCES term,
  entity   INTEGER REFERENCES term,
  code     INTEGER REFERENCES term,
  sector   INTEGER REFERENCES term,
  anaphor    INTEGER NOT NULL,
  adjective  INTEGER NOT NULL,
  plural     INTEGER NOT NULL,
  feminine   INTEGER NOT NULL,
  core_start INTEGER NOT NULL,
  core_end   INTEGER NOT NULL,
  rule       INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

-- The links of a chain, nearest to the reader first. Chain 0 of a document is its own; the others are numbered from 1.
CREATE TABLE link (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  chain    INTEGER NOT NULL,
  position INTEGER NOT NULL,
  source   TEXT,
  kind     INTEGER NOT NULL REFERENCES term,
  entity   INTEGER REFERENCES term,
  cue      INTEGER REFERENCES term,
  act      INTEGER NOT NULL REFERENCES term,
  channel  INTEGER REFERENCES term,
  said_on  TEXT,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  rule     INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (document, chain, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE voice (
  document  INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  start     INTEGER NOT NULL,
  "end"     INTEGER NOT NULL,
  chain     INTEGER,
  cue_start INTEGER NOT NULL,
  cue_end   INTEGER NOT NULL,
  quoted    INTEGER NOT NULL,
  rule      INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE report (
  document        INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position        INTEGER NOT NULL,
  start           INTEGER NOT NULL,
  "end"           INTEGER NOT NULL,
  "trigger"       TEXT,
  type            INTEGER NOT NULL REFERENCES term,
  mode            INTEGER REFERENCES term,
  place           INTEGER REFERENCES term,
  when_value      TEXT,
  first_day       TEXT,
  last_day        TEXT,
  when_basis      INTEGER NOT NULL REFERENCES term,
  factuality      INTEGER NOT NULL REFERENCES term,
  chain           INTEGER,
  undertaking     TEXT,
  rule            INTEGER NOT NULL REFERENCES term,
  factuality_rule INTEGER NOT NULL REFERENCES term,
  chance          REAL NOT NULL,
  sentence_start  INTEGER NOT NULL,
  sentence_end    INTEGER NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  role     INTEGER NOT NULL REFERENCES term,
  position INTEGER NOT NULL,
  text     TEXT,
  entity   INTEGER REFERENCES term,
  code     INTEGER REFERENCES term,
  sector   INTEGER REFERENCES term,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  PRIMARY KEY (document, report, role, position),
  FOREIGN KEY (document, report) REFERENCES report (document, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Undertakings: those with a document are what that document alone tells, those without are joined from all.
CREATE TABLE undertaking (
  number   INTEGER PRIMARY KEY,
  document INTEGER REFERENCES document ON DELETE CASCADE,
  id       TEXT NOT NULL,
  kind     INTEGER NOT NULL REFERENCES term,
  name     TEXT NOT NULL,
  labels   TEXT NOT NULL,
  parties  TEXT NOT NULL,
  rule     INTEGER NOT NULL REFERENCES term
) STRICT;
CREATE INDEX undertaking_by_document ON undertaking (document);

CREATE TABLE provision (
  undertaking INTEGER NOT NULL REFERENCES undertaking ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  document    INTEGER NOT NULL REFERENCES document,
  start       INTEGER NOT NULL,
  "end"       INTEGER NOT NULL,
  text        TEXT,
  PRIMARY KEY (undertaking, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE phase (
  undertaking INTEGER NOT NULL REFERENCES undertaking ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  document    INTEGER NOT NULL REFERENCES document,
  start       INTEGER NOT NULL,
  "end"       INTEGER NOT NULL,
  "order"     INTEGER NOT NULL,
  text        TEXT,
  PRIMARY KEY (undertaking, position)
) STRICT, WITHOUT ROWID;

-- `chain` holds the links of the stage's chain as JSON.
CREATE TABLE stage (
  undertaking INTEGER NOT NULL REFERENCES undertaking ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  document    INTEGER NOT NULL REFERENCES document,
  start       INTEGER NOT NULL,
  "end"       INTEGER NOT NULL,
  stage       INTEGER NOT NULL REFERENCES term,
  when_value  TEXT,
  first_day   TEXT,
  last_day    TEXT,
  chain       TEXT NOT NULL,
  rule        INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (undertaking, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE mention (
  undertaking INTEGER NOT NULL REFERENCES undertaking ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  document    INTEGER NOT NULL REFERENCES document,
  start       INTEGER NOT NULL,
  "end"       INTEGER NOT NULL,
  PRIMARY KEY (undertaking, position)
) STRICT, WITHOUT ROWID;

-- What all documents tell together. `folded_names` holds all names of an entity in one spelling, for comparison.
CREATE TABLE entity (
  id           TEXT PRIMARY KEY,
  label_en     TEXT NOT NULL,
  label_ar     TEXT NOT NULL,
  kind         INTEGER NOT NULL REFERENCES term,
  code         INTEGER REFERENCES term,
  sector       INTEGER REFERENCES term,
  mentions     INTEGER NOT NULL,
  names        TEXT NOT NULL,
  reasons      TEXT NOT NULL,
  folded_names TEXT NOT NULL
) STRICT;

CREATE TABLE event (
  number              INTEGER PRIMARY KEY,
  id                  TEXT NOT NULL UNIQUE,
  type                INTEGER NOT NULL REFERENCES term,
  label_en            TEXT NOT NULL,
  label_ar            TEXT NOT NULL,
  place               INTEGER REFERENCES term,
  when_value          TEXT,
  first_day           TEXT,
  last_day            TEXT,
  status              INTEGER NOT NULL REFERENCES term,
  independent_origins INTEGER NOT NULL,
  dispute             INTEGER NOT NULL,
  undertaking         TEXT,
  reason              INTEGER NOT NULL REFERENCES term
) STRICT;

CREATE TABLE event_participant (
  event    INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  role     INTEGER NOT NULL REFERENCES term,
  position INTEGER NOT NULL,
  text     TEXT NOT NULL,
  entity   INTEGER REFERENCES term,
  code     INTEGER REFERENCES term,
  sector   INTEGER REFERENCES term,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  PRIMARY KEY (event, role, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_participant_by_code ON event_participant (code);
CREATE INDEX event_participant_by_entity ON event_participant (entity);

CREATE TABLE event_report (
  event    INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (event, position),
  FOREIGN KEY (document, report) REFERENCES report (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_report_by_report ON event_report (document, report);

CREATE TABLE status (
  event      INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  day        TEXT,
  factuality INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE status_report (
  event    INTEGER NOT NULL,
  status   INTEGER NOT NULL,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (event, status, position),
  FOREIGN KEY (event, status) REFERENCES status (event, position) ON DELETE CASCADE,
  FOREIGN KEY (document, report) REFERENCES report (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE origin (
  event    INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  position INTEGER NOT NULL,
  key      INTEGER NOT NULL REFERENCES term,
  label    INTEGER NOT NULL REFERENCES term,
  kind     INTEGER NOT NULL REFERENCES term,
  reason   INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE origin_report (
  event    INTEGER NOT NULL,
  origin   INTEGER NOT NULL,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (event, origin, position),
  FOREIGN KEY (event, origin) REFERENCES origin (event, position) ON DELETE CASCADE,
  FOREIGN KEY (document, report) REFERENCES report (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE dispute (
  number INTEGER PRIMARY KEY,
  id     TEXT NOT NULL UNIQUE,
  event  INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  about  INTEGER NOT NULL REFERENCES term,
  reason INTEGER NOT NULL REFERENCES term
) STRICT;
CREATE INDEX dispute_by_event ON dispute (event);

CREATE TABLE side (
  dispute  INTEGER NOT NULL REFERENCES dispute ON DELETE CASCADE,
  position INTEGER NOT NULL,
  claim    INTEGER NOT NULL REFERENCES term,
  origins  TEXT NOT NULL,
  PRIMARY KEY (dispute, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE side_report (
  dispute  INTEGER NOT NULL,
  side     INTEGER NOT NULL,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (dispute, side, position),
  FOREIGN KEY (dispute, side) REFERENCES side (dispute, position) ON DELETE CASCADE,
  FOREIGN KEY (document, report) REFERENCES report (document, position)
) STRICT, WITHOUT ROWID;
