-- What many rows have in common is kept once: who takes part (entity, code and sector) is a row of `actor`. Entities go by the
-- number of their id among the terms; their names are NULL where they are what `spelling` tells. The text of a
-- participant of an event is 0 where his span quotes it in the document of the event's first report. Places count from
-- the start of their row. A time that is one day is the number of days since 1970.
DROP VIEW entities;
DROP VIEW events;
DROP VIEW times;
DROP VIEW reports;
DROP VIEW event_reports;
DROP VIEW participants;
DROP VIEW event_participants;

CREATE TABLE actor (
  number INTEGER PRIMARY KEY,
  entity INTEGER REFERENCES term,
  code   INTEGER REFERENCES term,
  sector INTEGER REFERENCES term
) STRICT;
INSERT INTO actor (entity, code, sector)
SELECT entity, code, sector FROM (
  SELECT entity, code, sector FROM participant UNION ALL SELECT entity, code, sector FROM event_participant)
GROUP BY entity, code, sector ORDER BY count(*) DESC, entity, code, sector;
CREATE INDEX actor_of ON actor (entity, code, sector);

INSERT INTO term (term) SELECT id FROM entity WHERE true ON CONFLICT DO NOTHING;
CREATE TABLE new_entity (
  number       INTEGER PRIMARY KEY REFERENCES term,
  own_label_en TEXT,
  label_ar     TEXT NOT NULL,
  kind         INTEGER NOT NULL REFERENCES term,
  code         INTEGER REFERENCES term,
  sector       INTEGER REFERENCES term,
  mentions     INTEGER NOT NULL,
  names        TEXT,
  reasons      TEXT NOT NULL,
  folded_names TEXT NOT NULL
) STRICT;
INSERT INTO new_entity
SELECT term.number, own_label_en, label_ar, kind, code, sector, mentions,
       nullif(names, (SELECT json_group_array(arabic) FROM (
         SELECT arabic FROM spelling s WHERE s.entity = term.number AND count > 0 AND anaphor = (
           SELECT min(anaphor) FROM spelling o WHERE o.entity = term.number AND o.count > 0)
         GROUP BY arabic ORDER BY -sum(count), arabic))), reasons,
       iif(substr(folded_names, 1, length(id) + 1) = lower(id) || '|', substr(folded_names, length(id) + 2), folded_names)
FROM entity e JOIN term ON term = e.id ORDER BY term.number;

CREATE TABLE new_participant (
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  role     INTEGER NOT NULL REFERENCES term,
  position INTEGER NOT NULL,
  text     TEXT,
  actor    INTEGER NOT NULL REFERENCES actor,
  start    INTEGER NOT NULL,
  length   INTEGER NOT NULL,
  PRIMARY KEY (document, report, role, position),
  FOREIGN KEY (document, report) REFERENCES report (document, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO new_participant
SELECT document, report, role, position, text,
       (SELECT number FROM actor a WHERE a.entity IS p.entity AND a.code IS p.code AND a.sector IS p.sector),
       start, length
FROM participant p ORDER BY document, report, role, position;
DROP TABLE participant;
ALTER TABLE new_participant RENAME TO participant;

CREATE TABLE new_event_participant (
  event    INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  role     INTEGER NOT NULL REFERENCES term,
  position INTEGER NOT NULL,
  text     ANY,
  actor    INTEGER NOT NULL REFERENCES actor,
  start    INTEGER NOT NULL,
  length   INTEGER NOT NULL,
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_event_participant
SELECT event, role, row_number() OVER (PARTITION BY event ORDER BY role, p.position) - 1,
       iif(entity IS NOT NULL AND text = (
         SELECT substr(d.text, p.start + 1, p.length) FROM event_report er JOIN document d ON d.number = er.document
         WHERE er.event = p.event AND er.position = 0), 0, text),
       (SELECT number FROM actor a WHERE a.entity IS p.entity AND a.code IS p.code AND a.sector IS p.sector),
       start, length
FROM event_participant p ORDER BY event, 3;
DROP TABLE event_participant;
ALTER TABLE new_event_participant RENAME TO event_participant;
CREATE INDEX event_participant_by_actor ON event_participant (actor);
DROP TABLE entity;
ALTER TABLE new_entity RENAME TO entity;
DROP INDEX actor_of;
CREATE INDEX actor_by_entity ON actor (entity);
CREATE INDEX actor_by_code ON actor (code);

-- The reasons of events are few: `reason` lists their numbers.
CREATE TABLE reason (
  number INTEGER PRIMARY KEY,
  reason TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE reasons (
  whole INTEGER PRIMARY KEY,
  parts TEXT NOT NULL
) STRICT;
INSERT INTO reasons
SELECT number, '["' || replace(replace(term, '"', '\"'), ', ', '","') || '"]' FROM term
WHERE number IN (SELECT reason FROM event) AND term <> '';
INSERT INTO reason (reason) SELECT value FROM reasons, json_each(parts) GROUP BY value ORDER BY count(*) DESC, value;
CREATE TABLE new_event (
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
  reason              TEXT NOT NULL
) STRICT;
INSERT INTO new_event
SELECT number, id, type, label_en, label_ar, place, when_value, first_day, last_day, status,
       independent_origins, dispute, undertaking,
       coalesce((SELECT group_concat(number) FROM (
         SELECT r.number FROM json_each(parts) JOIN reason r ON r.reason = value ORDER BY key)), '')
FROM event e LEFT JOIN reasons ON whole = e.reason ORDER BY number;
DELETE FROM term WHERE number IN (SELECT whole FROM reasons WHERE json_array_length(parts) > 1)
  AND number NOT IN (SELECT reason FROM dispute UNION SELECT label FROM origin UNION SELECT rule FROM report
                     UNION SELECT entity FROM naming WHERE entity IS NOT NULL
                     UNION SELECT entity FROM link WHERE entity IS NOT NULL
                     UNION SELECT cue FROM link WHERE cue IS NOT NULL
                     UNION SELECT reason FROM origin);
DROP TABLE reasons;
DROP TABLE event;
ALTER TABLE new_event RENAME TO event;

CREATE TABLE new_status (
  event      INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  day        INTEGER,
  factuality INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_status
SELECT event, position, strftime('%s', day) / 86400, factuality FROM status ORDER BY event, position;
DROP TABLE status;
ALTER TABLE new_status RENAME TO status;

CREATE TABLE new_time (
  document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  start      INTEGER NOT NULL,
  length     INTEGER NOT NULL,
  value      ANY NOT NULL,
  type       INTEGER NOT NULL REFERENCES term,
  first_day  TEXT,
  last_day   TEXT,
  mod        INTEGER REFERENCES term,
  anchor     INTEGER NOT NULL REFERENCES term,
  doubt      INTEGER NOT NULL REFERENCES term,
  rule       INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_time
SELECT document, position, start, "end" - start, pack_day(value), type,
       first_day, last_day, mod, anchor, doubt, rule
FROM time ORDER BY document, position;
DROP TABLE time;
ALTER TABLE new_time RENAME TO time;

CREATE TABLE new_report (
  document        INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position        INTEGER NOT NULL,
  start           INTEGER NOT NULL,
  length          INTEGER NOT NULL,
  "trigger"       TEXT,
  type            INTEGER NOT NULL REFERENCES term,
  mode            INTEGER REFERENCES term,
  place           INTEGER REFERENCES term,
  when_value      ANY,
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
  event           INTEGER,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_report
SELECT document, position, start, "end" - start, "trigger", type, mode, place,
       pack_day(when_value), first_day, last_day, when_basis,
       factuality, chain, undertaking, rule, factuality_rule, chance, sentence_start - start, sentence_end - start,
       (SELECT event FROM event_report er WHERE er.document = r.document AND er.report = r.position)
FROM report r ORDER BY document, position;
DROP TABLE report;
ALTER TABLE new_report RENAME TO report;

CREATE TABLE new_voice (
  document  INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  start     INTEGER NOT NULL,
  length    INTEGER NOT NULL,
  chain     INTEGER,
  cue_start INTEGER,
  cue_end   INTEGER,
  quoted    INTEGER NOT NULL,
  rule      INTEGER NOT NULL REFERENCES term,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_voice
SELECT document, position, start, "end" - start, chain, iif(cue_start < 0, NULL, cue_start - start),
       iif(cue_end < 0, NULL, cue_end - start), quoted, rule
FROM voice ORDER BY document, position;
DROP TABLE voice;
ALTER TABLE new_voice RENAME TO voice;

-- Of two entries for one joint, that of the later report has no points.
CREATE TABLE new_joint (
  document       INTEGER NOT NULL,
  report         INTEGER NOT NULL,
  other_document INTEGER NOT NULL,
  other_report   INTEGER NOT NULL,
  points         REAL,
  PRIMARY KEY (document, report, other_document, other_report)
) STRICT, WITHOUT ROWID;
INSERT INTO new_joint
SELECT document, report, other_document, other_report,
       iif((document, report) < (other_document, other_report), points, NULL)
FROM joint ORDER BY document, report, other_document, other_report;
DROP TABLE joint;
ALTER TABLE new_joint RENAME TO joint;

-- Which event a report belongs to stands beside it, too, and is kept right by triggers.
CREATE TABLE new_event_report (
  event    INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  status   INTEGER,
  origin   INTEGER,
  place    INTEGER,
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_event_report SELECT * FROM event_report ORDER BY event, position;
DROP TABLE event_report;
ALTER TABLE new_event_report RENAME TO event_report;
CREATE TRIGGER event_report_comes AFTER INSERT ON event_report BEGIN
  UPDATE report SET event = new.event WHERE document = new.document AND position = new.report;
END;
CREATE TRIGGER event_report_goes AFTER DELETE ON event_report BEGIN
  UPDATE report SET event = NULL WHERE document = old.document AND position = old.report AND event = old.event;
END;
CREATE TABLE new_side_report (
  dispute  INTEGER NOT NULL,
  side     INTEGER NOT NULL,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  PRIMARY KEY (dispute, side, position),
  FOREIGN KEY (dispute, side) REFERENCES side (dispute, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO new_side_report SELECT * FROM side_report ORDER BY dispute, side, position;
DROP TABLE side_report;
ALTER TABLE new_side_report RENAME TO side_report;

UPDATE document SET read_digest = substr(read_digest, 1, 8), rows_digest = substr(rows_digest, 1, 8);

CREATE VIEW entities AS
SELECT term AS id, coalesce(own_label_en, term) AS label_en, label_ar,
       (SELECT term FROM term WHERE number = kind) AS kind,
       (SELECT term FROM term WHERE number = code) AS code,
       (SELECT term FROM term WHERE number = sector) AS sector,
       mentions,
       coalesce(names, (SELECT json_group_array(arabic) FROM (
         SELECT arabic FROM spelling s WHERE s.entity = e.number AND count > 0 AND anaphor = (
           SELECT min(anaphor) FROM spelling o WHERE o.entity = e.number AND o.count > 0)
         GROUP BY arabic ORDER BY -sum(count), arabic))) AS names, reasons
FROM entity e JOIN term USING (number);

CREATE VIEW events AS
SELECT e.number, e.id,
       (SELECT term FROM term WHERE number = e.type) AS type,
       e.label_en, e.label_ar,
       (SELECT term FROM term WHERE number = e.place) AS place,
       e.when_value, e.first_day, e.last_day,
       (SELECT term FROM term WHERE number = e.status) AS status,
       e.independent_origins, e.dispute,
       (SELECT count(*) FROM event_report WHERE event = e.number) AS reports,
       e.undertaking,
       coalesce((SELECT group_concat(reason, ', ') FROM (
         SELECT r.reason FROM json_each('[' || e.reason || ']') JOIN reason r ON r.number = value ORDER BY key)), '')
       AS reason
FROM event e;

CREATE VIEW times AS
SELECT doc, start, "end", quote, value, type, iif(first_day = '', value, first_day) AS first_day,
       iif(last_day = '', value, last_day) AS last_day, rule
FROM (
  SELECT d.name AS doc, t.start, t.start + t.length AS "end", substr(d.text, t.start + 1, t.length) AS quote,
         iif(typeof(t.value) = 'integer', date(t.value * 86400, 'unixepoch'), t.value) AS value,
         (SELECT term FROM term WHERE number = t.type) AS type, t.first_day, t.last_day,
         (SELECT term FROM term WHERE number = t.rule) AS rule
  FROM time t JOIN document d ON d.number = t.document);

CREATE VIEW reports AS
SELECT doc, outlet, published, report, start, "end", quote, sentence, type, mode, place, when_value,
       iif(first_day = '', when_value, first_day) AS first_day, iif(last_day = '', when_value, last_day) AS last_day,
       when_basis, factuality, chain, event, rule, factuality_rule, chance
FROM (
  SELECT d.name AS doc, d.outlet, d.published, r.position AS report, r.start, r.start + r.length AS "end",
         coalesce(r."trigger", substr(d.text, r.start + 1, r.length)) AS quote,
         substr(d.text, r.start + r.sentence_start + 1, r.sentence_end - r.sentence_start) AS sentence,
         (SELECT term FROM term WHERE number = r.type) AS type,
         (SELECT term FROM term WHERE number = r.mode) AS mode,
         (SELECT term FROM term WHERE number = r.place) AS place,
         iif(typeof(r.when_value) = 'integer', date(r.when_value * 86400, 'unixepoch'), r.when_value) AS when_value,
         r.first_day, r.last_day,
         (SELECT term FROM term WHERE number = r.when_basis) AS when_basis,
         (SELECT term FROM term WHERE number = r.factuality) AS factuality,
         r.chain,
         (SELECT id FROM event WHERE number = r.event) AS event,
         (SELECT term FROM term WHERE number = r.rule) AS rule,
         (SELECT term FROM term WHERE number = r.factuality_rule) AS factuality_rule,
         iif(r.chance = round(r.chance), r.chance / 1000, r.chance) AS chance
  FROM report r JOIN document d ON d.number = r.document);

CREATE VIEW event_reports AS
SELECT e.id AS event, d.name AS doc, er.report, r.start, r.start + r.length AS "end",
       coalesce(r."trigger", substr(d.text, r.start + 1, r.length)) AS quote,
       (SELECT term FROM term WHERE number = r.factuality) AS factuality,
       (SELECT term FROM origin o JOIN term ON term.number = o.label
        WHERE o.event = er.event AND o.position = er.origin) AS origin
FROM event_report er JOIN event e ON e.number = er.event JOIN document d ON d.number = er.document
JOIN report r ON r.document = er.document AND r.position = er.report;

CREATE VIEW participants AS
SELECT d.name AS doc, p.report,
       (SELECT term FROM term WHERE number = p.role) AS role,
       coalesce(p.text, substr(d.text, p.start + 1, p.length)) AS text,
       (SELECT term FROM term WHERE number = a.entity) AS entity,
       (SELECT term FROM term WHERE number = a.code) AS code,
       (SELECT term FROM term WHERE number = a.sector) AS sector,
       p.start, p.start + p.length AS "end"
FROM participant p JOIN actor a ON a.number = p.actor JOIN document d ON d.number = p.document;

CREATE VIEW event_participants AS
SELECT e.id AS event,
       (SELECT term FROM term WHERE number = p.role) AS role,
       CASE WHEN p.text IS NULL THEN (SELECT label_ar FROM entity WHERE number = a.entity)
            WHEN p.text = 0 THEN (SELECT substr(d.text, p.start + 1, p.length) FROM event_report er
                                   JOIN document d ON d.number = er.document
                                   WHERE er.event = p.event AND er.position = 0)
            ELSE p.text END AS text,
       (SELECT term FROM term WHERE number = a.entity) AS entity,
       (SELECT term FROM term WHERE number = a.code) AS code,
       (SELECT term FROM term WHERE number = a.sector) AS sector
FROM event_participant p JOIN actor a ON a.number = p.actor JOIN event e ON e.number = p.event;
