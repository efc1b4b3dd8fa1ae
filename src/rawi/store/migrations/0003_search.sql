-- Full-text search over sentences. The index holds search keys (words without their particles), not words; a row of it
-- that no sentence has belongs to a document that was replaced. A title that does not stand in the text has start -1.
CREATE TABLE sentence (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL
) STRICT;
CREATE INDEX sentence_by_document ON sentence (document, start);

CREATE VIRTUAL TABLE search USING fts5 (keys, content = '', tokenize = 'unicode61 remove_diacritics 0');

CREATE VIEW sentences AS
SELECT s.number, d.name AS doc, s.start, s."end",
       iif(s.start < 0, d.title, substr(d.text, s.start + 1, s."end" - s.start)) AS text
FROM sentence s JOIN document d ON d.number = s.document;

INSERT INTO about VALUES ('sentences', '', 'view', 'the sentences of the texts, as they are searched');
