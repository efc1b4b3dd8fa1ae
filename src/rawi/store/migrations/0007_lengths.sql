-- There are more names than anything else: their ends and cores are counted from their starts, in a byte each; so are the
-- ends of participants. The text of a participant of an event is NULL where it is the Arabic label of its entity.
DROP VIEW names;
DROP VIEW event_participants;
DROP VIEW participants;
CREATE TABLE new_name (
  document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  start      INTEGER NOT NULL,
  length     INTEGER NOT NULL,
  text       TEXT,
  naming     INTEGER NOT NULL REFERENCES naming,
  core_start INTEGER,
  core_end   INTEGER,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_name
SELECT document, position, start, "end" - start, text, naming, core_start - start, core_end - start
FROM name ORDER BY document, position;
DROP TABLE name;
ALTER TABLE new_name RENAME TO name;

CREATE TABLE new_participant (
  document INTEGER NOT NULL,
  report   INTEGER NOT NULL,
  role     INTEGER NOT NULL REFERENCES term,
  position INTEGER NOT NULL,
  text     TEXT,
  entity   INTEGER REFERENCES term,
  code     INTEGER REFERENCES term,
  sector   INTEGER REFERENCES term,
  start    INTEGER NOT NULL,
  length   INTEGER NOT NULL,
  PRIMARY KEY (document, report, role, position),
  FOREIGN KEY (document, report) REFERENCES report (document, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO new_participant
SELECT document, report, role, position, text, entity, code, sector, start, "end" - start FROM participant
ORDER BY document, report, role, position;
DROP TABLE participant;
ALTER TABLE new_participant RENAME TO participant;

CREATE TABLE new_event_participant (
  event    INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  role     INTEGER NOT NULL REFERENCES term,
  position INTEGER NOT NULL,
  text     TEXT,
  entity   INTEGER REFERENCES term,
  code     INTEGER REFERENCES term,
  sector   INTEGER REFERENCES term,
  start    INTEGER NOT NULL,
  length   INTEGER NOT NULL,
  PRIMARY KEY (event, role, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_event_participant
SELECT event, role, position,
       nullif(text, (SELECT label_ar FROM entity e JOIN term t ON t.term = e.id WHERE t.number = p.entity)),
       entity, code, sector, start, "end" - start
FROM event_participant p ORDER BY event, role, position;
DROP TABLE event_participant;
ALTER TABLE new_event_participant RENAME TO event_participant;
CREATE INDEX event_participant_by_code ON event_participant (code);
CREATE INDEX event_participant_by_entity ON event_participant (entity);

CREATE VIEW participants AS
SELECT d.name AS doc, p.report,
       (SELECT term FROM term WHERE number = p.role) AS role,
       coalesce(p.text, substr(d.text, p.start + 1, p.length)) AS text,
       (SELECT term FROM term WHERE number = p.entity) AS entity,
       (SELECT term FROM term WHERE number = p.code) AS code,
       (SELECT term FROM term WHERE number = p.sector) AS sector,
       p.start, p.start + p.length AS "end"
FROM participant p JOIN document d ON d.number = p.document;

CREATE VIEW event_participants AS
SELECT e.id AS event,
       (SELECT term FROM term WHERE number = p.role) AS role,
       coalesce(p.text, (SELECT label_ar FROM entity n JOIN term t ON t.term = n.id WHERE t.number = p.entity)) AS text,
       (SELECT term FROM term WHERE number = p.entity) AS entity,
       (SELECT term FROM term WHERE number = p.code) AS code,
       (SELECT term FROM term WHERE number = p.sector) AS sector
FROM event_participant p JOIN event e ON e.number = p.event;

CREATE VIEW names AS
SELECT d.name AS doc, n.start, n.start + n.length AS "end", substr(d.text, n.start + 1, n.length) AS quote,
       coalesce(n.text, substr(d.text, n.start + 1, n.length)) AS text,
       (SELECT term FROM term WHERE number = g.kind) AS kind,
       (SELECT term FROM term WHERE number = g.entity) AS entity,
       (SELECT term FROM term WHERE number = g.code) AS code,
       (SELECT term FROM term WHERE number = g.sector) AS sector,
       g.anaphor,
       (SELECT term FROM term WHERE number = g.rule) AS rule
FROM name n JOIN naming g ON g.number = n.naming JOIN document d ON d.number = n.document;
