-- Less room for the same: originals are kept by number and packed with the words of their document as a dictionary;
-- what many names have in common is kept once; a report of an event names its status and its origin itself; days that
-- are the value of their own time are left out; the index of sentences keeps no lengths.
DROP VIEW documents;
DROP VIEW originals;
DROP VIEW times;
DROP VIEW names;
DROP VIEW reports;
DROP VIEW event_reports;
DROP VIEW origins;
DROP VIEW sentences;

-- `packing` is plain, zlib, or document: zlib with the words of the first document read from it as a dictionary.
CREATE TABLE new_original (
  number     INTEGER PRIMARY KEY,
  sha256     BLOB NOT NULL UNIQUE,
  name       INTEGER NOT NULL REFERENCES term,
  media_type INTEGER NOT NULL REFERENCES term,
  size       INTEGER NOT NULL,
  packing    TEXT NOT NULL CHECK (packing IN ('plain', 'zlib', 'document')),
  bytes      BLOB NOT NULL
) STRICT;
INSERT OR IGNORE INTO term (term) SELECT name FROM original UNION SELECT media_type FROM original;
INSERT INTO new_original (sha256, name, media_type, size, packing, bytes)
SELECT bytes_of(sha256), (SELECT number FROM term WHERE term = name), (SELECT number FROM term WHERE term = media_type),
       size, packing, bytes
FROM original ORDER BY rowid;

-- `given` holds what was known from outside as far as it is not what the document says. The sentences of a document
-- are numbered from `first_sentence` to `last_sentence`.
CREATE TABLE new_document (
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
  original       INTEGER NOT NULL REFERENCES original,
  location       TEXT NOT NULL,
  notes          TEXT NOT NULL,
  given          TEXT NOT NULL,
  version        TEXT NOT NULL,
  read_digest    BLOB NOT NULL,
  rows_digest    BLOB NOT NULL,
  before_joining TEXT NOT NULL DEFAULT '[]',
  first_sentence INTEGER NOT NULL DEFAULT 0,
  last_sentence  INTEGER NOT NULL DEFAULT -1,
  text           TEXT NOT NULL
) STRICT;
INSERT INTO new_document
SELECT number, id, name, outlet, published, published_from, published_to, title, url, byline,
       (SELECT o.number FROM new_original o WHERE o.sha256 = bytes_of(original)), location, notes,
       (SELECT json_group_object(key, value) FROM json_each(given) WHERE value IS NOT CASE key
        WHEN 'outlet' THEN outlet WHEN 'published' THEN published WHEN 'url' THEN url WHEN 'title' THEN title
        WHEN 'byline' THEN byline END),
       version, read_digest, rows_digest, before_joining,
       coalesce((SELECT min(s.number) FROM sentence s WHERE s.document = document.number), 0),
       coalesce((SELECT max(s.number) FROM sentence s WHERE s.document = document.number), -1), text
FROM document ORDER BY number;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'document') WHERE name = 'new_document';
DROP TABLE original;
DROP TABLE document;
ALTER TABLE new_original RENAME TO original;
ALTER TABLE new_document RENAME TO document;
CREATE INDEX document_by_original ON document (original);
CREATE INDEX document_by_outlet ON document (outlet);

UPDATE original SET packing = 'document', bytes = (
  SELECT packed_again(original.bytes, original.packing, text, name, outlet, published, url, title, byline)
  FROM document d WHERE d.original = original.number ORDER BY d.number LIMIT 1)
WHERE number IN (SELECT original FROM document);

-- What many names have in common: a name holds the number of its naming. An unknown core is NULL.
CREATE TABLE naming (
  number    INTEGER PRIMARY KEY,
  kind      INTEGER NOT NULL REFERENCES term,
  entity    INTEGER REFERENCES term,
  code      INTEGER REFERENCES term,
  sector    INTEGER REFERENCES term,
  anaphor   INTEGER NOT NULL,
  adjective INTEGER NOT NULL,
  plural    INTEGER NOT NULL,
  feminine  INTEGER NOT NULL,
  rule      INTEGER NOT NULL REFERENCES term
) STRICT;
INSERT INTO naming (kind, entity, code, sector, anaphor, adjective, plural, feminine, rule)
SELECT DISTINCT kind, entity, code, sector, anaphor, adjective, plural, feminine, rule FROM name;
CREATE INDEX naming_of ON naming (entity, rule, kind, code);
CREATE TABLE new_name (
  document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  start      INTEGER NOT NULL,
  "end"      INTEGER NOT NULL,
  text       TEXT,
  naming     INTEGER NOT NULL REFERENCES naming,
  core_start INTEGER,
  core_end   INTEGER,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_name
SELECT document, position, start, "end", text,
       (SELECT g.number FROM naming g WHERE g.entity IS n.entity AND g.rule = n.rule AND g.kind = n.kind
        AND g.code IS n.code AND g.sector IS n.sector AND g.anaphor = n.anaphor AND g.adjective = n.adjective
        AND g.plural = n.plural AND g.feminine = n.feminine),
       nullif(core_start, -1), nullif(core_end, -1)
FROM name n ORDER BY document, position;
DROP TABLE name;
ALTER TABLE new_name RENAME TO name;
DROP INDEX naming_of;

-- A day is empty where it is the value of the time itself. A chance that is a whole number is one in thousandths.
UPDATE time SET first_day = iif(first_day = value, '', first_day), last_day = iif(last_day = value, '', last_day);
UPDATE report SET first_day = iif(first_day = when_value, '', first_day),
                  last_day = iif(last_day = when_value, '', last_day),
                  chance = iif(round(chance * 1000) / 1000 = chance, round(chance * 1000), chance);

-- `status` and `origin` are positions in the event's history and among its origins, `place` is that among the reports
-- of the origin.
CREATE TABLE new_event_report (
  event    INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  status   INTEGER,
  origin   INTEGER,
  place    INTEGER,
  PRIMARY KEY (event, position),
  FOREIGN KEY (document, report) REFERENCES report (document, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_event_report
SELECT e.event, e.position, e.document, e.report, s.status, o.origin, o.position
FROM event_report e
LEFT JOIN status_report s ON s.event = e.event AND s.document = e.document AND s.report = e.report
LEFT JOIN origin_report o ON o.event = e.event AND o.document = e.document AND o.report = e.report
ORDER BY e.event, e.position;
DROP TABLE status_report;
DROP TABLE origin_report;
DROP TABLE event_report;
ALTER TABLE new_event_report RENAME TO event_report;
CREATE INDEX event_report_by_report ON event_report (document, report);

-- Labels that are the id, or the first of the names, are not kept a second time.
CREATE TABLE new_entity (
  id           TEXT PRIMARY KEY,
  own_label_en TEXT,
  own_label_ar TEXT,
  label_en     TEXT NOT NULL AS (coalesce(own_label_en, id)),
  label_ar     TEXT NOT NULL AS (coalesce(own_label_ar, names ->> '$[0]')),
  kind         INTEGER NOT NULL REFERENCES term,
  code         INTEGER REFERENCES term,
  sector       INTEGER REFERENCES term,
  mentions     INTEGER NOT NULL,
  names        TEXT NOT NULL,
  reasons      TEXT NOT NULL,
  folded_names TEXT NOT NULL
) STRICT;
INSERT INTO new_entity (id, own_label_en, own_label_ar, kind, code, sector, mentions, names, reasons, folded_names)
SELECT id, nullif(label_en, id), iif(label_ar IS names ->> '$[0]', NULL, label_ar), kind, code, sector, mentions, names,
       reasons, folded_names
FROM entity ORDER BY rowid;
DROP TABLE entity;
ALTER TABLE new_entity RENAME TO entity;

CREATE TABLE new_sentence (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL
) STRICT;
INSERT INTO new_sentence SELECT number, document, start, "end" FROM sentence ORDER BY number;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'sentence') WHERE name = 'new_sentence';
DROP TABLE sentence;
ALTER TABLE new_sentence RENAME TO sentence;
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
  keys, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0');
INSERT INTO search (rowid, keys)
SELECT s.number, search_keys(iif(s.start < 0, d.title, substr(d.text, s.start + 1, s."end" - s.start)))
FROM sentence s JOIN document d ON d.number = s.document ORDER BY s.number;

CREATE VIEW documents AS
SELECT number, id, name AS doc, outlet, published, published_from, published_to, title, url, byline, text,
       (SELECT lower(hex(sha256)) FROM original WHERE number = document.original) AS original, location, version,
       (SELECT count(*) FROM report WHERE report.document = document.number) AS reports
FROM document;

CREATE VIEW originals AS
SELECT lower(hex(sha256)) AS sha256, (SELECT term FROM term WHERE number = name) AS name,
       (SELECT term FROM term WHERE number = media_type) AS media_type, size,
       (SELECT count(*) FROM document WHERE original = original.number) AS documents
FROM original;

CREATE VIEW times AS
SELECT d.name AS doc, t.start, t."end", substr(d.text, t.start + 1, t."end" - t.start) AS quote, t.value,
       (SELECT term FROM term WHERE number = t.type) AS type, iif(t.first_day = '', t.value, t.first_day) AS first_day,
       iif(t.last_day = '', t.value, t.last_day) AS last_day,
       (SELECT term FROM term WHERE number = t.rule) AS rule
FROM time t JOIN document d ON d.number = t.document;

CREATE VIEW names AS
SELECT d.name AS doc, n.start, n."end", substr(d.text, n.start + 1, n."end" - n.start) AS quote,
       coalesce(n.text, substr(d.text, n.start + 1, n."end" - n.start)) AS text,
       (SELECT term FROM term WHERE number = g.kind) AS kind,
       (SELECT term FROM term WHERE number = g.entity) AS entity,
       (SELECT term FROM term WHERE number = g.code) AS code,
       (SELECT term FROM term WHERE number = g.sector) AS sector,
       g.anaphor,
       (SELECT term FROM term WHERE number = g.rule) AS rule
FROM name n JOIN naming g ON g.number = n.naming JOIN document d ON d.number = n.document;

CREATE VIEW reports AS
SELECT d.name AS doc, d.outlet, d.published, r.position AS report, r.start, r."end",
       coalesce(r."trigger", substr(d.text, r.start + 1, r."end" - r.start)) AS quote,
       substr(d.text, r.sentence_start + 1, r.sentence_end - r.sentence_start) AS sentence,
       (SELECT term FROM term WHERE number = r.type) AS type,
       (SELECT term FROM term WHERE number = r.mode) AS mode,
       (SELECT term FROM term WHERE number = r.place) AS place,
       r.when_value, iif(r.first_day = '', r.when_value, r.first_day) AS first_day,
       iif(r.last_day = '', r.when_value, r.last_day) AS last_day,
       (SELECT term FROM term WHERE number = r.when_basis) AS when_basis,
       (SELECT term FROM term WHERE number = r.factuality) AS factuality,
       r.chain,
       (SELECT id FROM event_report er JOIN event e ON e.number = er.event
        WHERE er.document = r.document AND er.report = r.position) AS event,
       (SELECT term FROM term WHERE number = r.rule) AS rule,
       (SELECT term FROM term WHERE number = r.factuality_rule) AS factuality_rule,
       iif(r.chance = round(r.chance), r.chance / 1000, r.chance) AS chance
FROM report r JOIN document d ON d.number = r.document;

CREATE VIEW event_reports AS
SELECT e.id AS event, d.name AS doc, er.report, r.start, r."end",
       coalesce(r."trigger", substr(d.text, r.start + 1, r."end" - r.start)) AS quote,
       (SELECT term FROM term WHERE number = r.factuality) AS factuality,
       (SELECT term FROM origin o JOIN term ON term.number = o.label
        WHERE o.event = er.event AND o.position = er.origin) AS origin
FROM event_report er JOIN event e ON e.number = er.event JOIN document d ON d.number = er.document
JOIN report r ON r.document = er.document AND r.position = er.report;

CREATE VIEW origins AS
SELECT e.id AS event,
       (SELECT term FROM term WHERE number = o.label) AS label,
       (SELECT term FROM term WHERE number = o.kind) AS kind,
       (SELECT count(*) FROM event_report k WHERE k.event = o.event AND k.origin = o.position) AS reports,
       (SELECT term FROM term WHERE number = o.reason) AS reason
FROM origin o JOIN event e ON e.number = o.event;

CREATE VIEW sentences AS
SELECT s.number, d.name AS doc, s.start, s."end",
       iif(s.start < 0, d.title, substr(d.text, s.start + 1, s."end" - s.start)) AS text
FROM sentence s JOIN document d ON d.number = s.document;
