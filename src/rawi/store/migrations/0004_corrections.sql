-- What people corrected. `what` holds the correction as JSON. A withdrawn correction does not count any more; a missed
-- one did not find what it corrects when the dossier was last joined.
CREATE TABLE correction (
  id        TEXT PRIMARY KEY,
  author    TEXT NOT NULL,
  time      TEXT NOT NULL,
  reason    TEXT NOT NULL,
  what      TEXT NOT NULL,
  withdrawn TEXT,
  missed    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE note (
  number   INTEGER PRIMARY KEY,
  text     TEXT NOT NULL,
  author   TEXT NOT NULL,
  time     TEXT NOT NULL,
  document INTEGER,
  report   INTEGER,
  event    INTEGER REFERENCES event ON DELETE CASCADE,
  entity   TEXT,
  FOREIGN KEY (document, report) REFERENCES report (document, position)
) STRICT;
CREATE INDEX note_by_event ON note (event);

CREATE VIEW corrections AS
SELECT id, author, time, reason, what ->> '$.action' AS action, what, withdrawn, missed FROM correction;

CREATE VIEW notes AS
SELECT n.text, n.author, n.time, d.name AS doc, n.report, e.id AS event, n.entity
FROM note n LEFT JOIN document d ON d.number = n.document LEFT JOIN event e ON e.number = n.event;

INSERT INTO about VALUES
  ('corrections', '', 'view', 'what people corrected, as it is applied whenever documents are joined'),
  ('notes', '', 'view', 'what people wrote beside reports, events and entities'),
  ('*', 'author', 'text', 'who corrected or wrote it'),
  ('*', 'time', 'text', 'when'),
  ('*', 'action', 'text', 'what the correction does'),
  ('*', 'what', 'json', 'the correction as JSON'),
  ('*', 'withdrawn', 'text', 'since when the correction does not count any more'),
  ('*', 'missed', 'boolean', '1 if the correction did not find what it corrects'),
  ('*', 'reasons', 'json', 'why names were taken for one, as JSON');
