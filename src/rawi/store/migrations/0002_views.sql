-- Views for people: plain names, words instead of numbers, the quoted words beside every span. `about` explains them:
-- a row for each view and one for each name of a column. Types: integer, real, boolean (0 or 1), text, day (ISO 8601),
-- json.

CREATE VIEW documents AS
SELECT number, id, name AS doc, outlet, published, published_from, published_to, title, url, byline, text,
       original, location, version,
       (SELECT count(*) FROM report WHERE report.document = document.number) AS reports
FROM document;

CREATE VIEW originals AS
SELECT sha256, name, media_type, size, (SELECT count(*) FROM document WHERE original = sha256) AS documents
FROM original;

CREATE VIEW times AS
SELECT d.name AS doc, t.start, t."end", substr(d.text, t.start + 1, t."end" - t.start) AS quote, t.value,
       (SELECT term FROM term WHERE number = t.type) AS type, t.first_day, t.last_day,
       (SELECT term FROM term WHERE number = t.rule) AS rule
FROM time t JOIN document d ON d.number = t.document;

CREATE VIEW names AS
SELECT d.name AS doc, n.start, n."end", substr(d.text, n.start + 1, n."end" - n.start) AS quote,
       coalesce(n.text, substr(d.text, n.start + 1, n."end" - n.start)) AS text,
       (SELECT term FROM term WHERE number = n.kind) AS kind,
       (SELECT term FROM term WHERE number = n.entity) AS entity,
       (SELECT term FROM term WHERE number = n.code) AS code,
       (SELECT term FROM term WHERE number = n.sector) AS sector,
       n.anaphor,
       (SELECT term FROM term WHERE number = n.rule) AS rule
FROM name n JOIN document d ON d.number = n.document;

CREATE VIEW reports AS
SELECT d.name AS doc, d.outlet, d.published, r.position AS report, r.start, r."end",
       coalesce(r."trigger", substr(d.text, r.start + 1, r."end" - r.start)) AS quote,
       substr(d.text, r.sentence_start + 1, r.sentence_end - r.sentence_start) AS sentence,
       (SELECT term FROM term WHERE number = r.type) AS type,
       (SELECT term FROM term WHERE number = r.mode) AS mode,
       (SELECT term FROM term WHERE number = r.place) AS place,
       r.when_value, r.first_day, r.last_day,
       (SELECT term FROM term WHERE number = r.when_basis) AS when_basis,
       (SELECT term FROM term WHERE number = r.factuality) AS factuality,
       r.chain,
       (SELECT id FROM event_report er JOIN event e ON e.number = er.event
        WHERE er.document = r.document AND er.report = r.position) AS event,
       (SELECT term FROM term WHERE number = r.rule) AS rule,
       (SELECT term FROM term WHERE number = r.factuality_rule) AS factuality_rule, r.chance
FROM report r JOIN document d ON d.number = r.document;

CREATE VIEW participants AS
SELECT d.name AS doc, p.report,
       (SELECT term FROM term WHERE number = p.role) AS role,
       coalesce(p.text, substr(d.text, p.start + 1, p."end" - p.start)) AS text,
       (SELECT term FROM term WHERE number = p.entity) AS entity,
       (SELECT term FROM term WHERE number = p.code) AS code,
       (SELECT term FROM term WHERE number = p.sector) AS sector,
       p.start, p."end"
FROM participant p JOIN document d ON d.number = p.document;

CREATE VIEW links AS
SELECT d.name AS doc, l.chain, l.position,
       coalesce(l.source, substr(d.text, l.start + 1, l."end" - l.start)) AS source,
       (SELECT term FROM term WHERE number = l.entity) AS entity,
       (SELECT term FROM term WHERE number = l.kind) AS kind,
       (SELECT term FROM term WHERE number = l.act) AS act,
       (SELECT term FROM term WHERE number = l.cue) AS cue,
       (SELECT term FROM term WHERE number = l.channel) AS channel,
       l.said_on, l.start, l."end",
       (SELECT term FROM term WHERE number = l.rule) AS rule
FROM link l JOIN document d ON d.number = l.document;

CREATE VIEW entities AS
SELECT id, label_en, label_ar,
       (SELECT term FROM term WHERE number = kind) AS kind,
       (SELECT term FROM term WHERE number = code) AS code,
       (SELECT term FROM term WHERE number = sector) AS sector,
       mentions, names, reasons
FROM entity;

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
       (SELECT term FROM term WHERE number = e.reason) AS reason
FROM event e;

CREATE VIEW event_participants AS
SELECT e.id AS event,
       (SELECT term FROM term WHERE number = p.role) AS role,
       p.text,
       (SELECT term FROM term WHERE number = p.entity) AS entity,
       (SELECT term FROM term WHERE number = p.code) AS code,
       (SELECT term FROM term WHERE number = p.sector) AS sector
FROM event_participant p JOIN event e ON e.number = p.event;

CREATE VIEW event_reports AS
SELECT e.id AS event, d.name AS doc, er.report, r.start, r."end",
       coalesce(r."trigger", substr(d.text, r.start + 1, r."end" - r.start)) AS quote,
       (SELECT term FROM term WHERE number = r.factuality) AS factuality,
       (SELECT term FROM origin o JOIN term ON term.number = o.label
        JOIN origin_report k ON k.event = o.event AND k.origin = o.position
        WHERE o.event = er.event AND k.document = er.document AND k.report = er.report) AS origin
FROM event_report er JOIN event e ON e.number = er.event JOIN document d ON d.number = er.document
JOIN report r ON r.document = er.document AND r.position = er.report;

CREATE VIEW origins AS
SELECT e.id AS event,
       (SELECT term FROM term WHERE number = o.label) AS label,
       (SELECT term FROM term WHERE number = o.kind) AS kind,
       (SELECT count(*) FROM origin_report k WHERE k.event = o.event AND k.origin = o.position) AS reports,
       (SELECT term FROM term WHERE number = o.reason) AS reason
FROM origin o JOIN event e ON e.number = o.event;

CREATE VIEW undertakings AS
SELECT u.id,
       (SELECT term FROM term WHERE number = u.kind) AS kind,
       u.name, u.labels, u.parties,
       (SELECT count(*) FROM provision WHERE undertaking = u.number) AS provisions,
       (SELECT count(*) FROM phase WHERE undertaking = u.number) AS phases,
       (SELECT term FROM stage s JOIN term ON term.number = s.stage WHERE s.undertaking = u.number
        ORDER BY s.position DESC LIMIT 1) AS stage
FROM undertaking u WHERE u.document IS NULL;

CREATE VIEW stages AS
SELECT u.id AS undertaking, s.position,
       (SELECT term FROM term WHERE number = s.stage) AS stage,
       s.when_value, s.first_day, s.last_day, d.name AS doc, s.start, s."end",
       substr(d.text, s.start + 1, s."end" - s.start) AS quote
FROM stage s JOIN undertaking u ON u.number = s.undertaking JOIN document d ON d.number = s.document
WHERE u.document IS NULL;

CREATE VIEW provisions AS
SELECT u.id AS undertaking, p.position, d.name AS doc, p.start, p."end",
       coalesce(p.text, substr(d.text, p.start + 1, p."end" - p.start)) AS text
FROM provision p JOIN undertaking u ON u.number = p.undertaking JOIN document d ON d.number = p.document
WHERE u.document IS NULL;

CREATE VIEW phases AS
SELECT u.id AS undertaking, p."order", d.name AS doc, p.start, p."end",
       coalesce(p.text, substr(d.text, p.start + 1, p."end" - p.start)) AS text
FROM phase p JOIN undertaking u ON u.number = p.undertaking JOIN document d ON d.number = p.document
WHERE u.document IS NULL;

CREATE VIEW disputes AS
SELECT x.id, e.id AS event, e.label_en, e.label_ar,
       (SELECT term FROM term WHERE number = x.about) AS about,
       (SELECT term FROM term WHERE number = s.claim) AS claim,
       s.origins,
       (SELECT count(*) FROM side_report k WHERE k.dispute = s.dispute AND k.side = s.position) AS reports,
       (SELECT term FROM term WHERE number = x.reason) AS reason
FROM dispute x JOIN event e ON e.number = x.event JOIN side s ON s.dispute = x.number;

CREATE TABLE about (
  view    TEXT NOT NULL,
  "column" TEXT NOT NULL,
  type    TEXT NOT NULL,
  meaning TEXT NOT NULL,
  PRIMARY KEY (view, "column")
) STRICT, WITHOUT ROWID;

INSERT INTO about VALUES
  ('documents', '', 'view', 'one text published by one outlet on one date'),
  ('originals', '', 'view', 'what was read, byte for byte, under its SHA-256'),
  ('times', '', 'view', 'expressions of time in the texts'),
  ('names', '', 'view', 'mentions of somebody or something that can act, speak or be a place'),
  ('reports', '', 'view', 'one happening as one sentence of one document tells it'),
  ('participants', '', 'view', 'who acts in a report, and who is acted upon'),
  ('links', '', 'view', 'the transmitters of a report, nearest to the reader first'),
  ('entities', '', 'view', 'persons, organisations, states, places and groups, under all their names'),
  ('events', '', 'view', 'the happenings themselves: all reports, in all documents, that tell the same happening'),
  ('event_participants', '', 'view', 'who takes part in an event'),
  ('event_reports', '', 'view', 'the reports that tell an event'),
  ('origins', '', 'view', 'who is said to know of an event; copies of one text and chains that end in one source count once'),
  ('undertakings', '', 'view', 'agreements and other things that parties bind themselves to, or say that they may'),
  ('stages', '', 'view', 'the steps in the life of an undertaking'),
  ('provisions', '', 'view', 'what an undertaking lays down'),
  ('phases', '', 'view', 'the phases of an undertaking'),
  ('disputes', '', 'view', 'reports of one event that cannot all be true, one row for each side'),
  ('documents', 'text', 'text', 'the text as it was read'),
  ('*', 'doc', 'text', 'name of the document: the file, or the id of a record'),
  ('*', 'start', 'integer', 'first code point of the words in the text of the document, from 0'),
  ('*', 'end', 'integer', 'code point after the last one of the words'),
  ('*', 'quote', 'text', 'the words themselves'),
  ('*', 'text', 'text', 'the words, or the words of what a pronoun or description stands for'),
  ('*', 'entity', 'text', 'canonical English name; id and label_en of entities'),
  ('*', 'code', 'text', 'state (ISO 3166 alpha-3) or UNO, EUR, IGO, NGO, IMG, MNC, ISM'),
  ('*', 'sector', 'text', 'sector of PLOVER: GOV, MIL, SPY …'),
  ('*', 'kind', 'text', 'what kind of thing it is'),
  ('*', 'type', 'text', 'event type of PLOVER; for times the type of TIMEX3'),
  ('*', 'mode', 'text', 'mode of PLOVER'),
  ('*', 'factuality', 'text', 'occurred, planned, possible, urged, conditional or denied, as the last source presents it'),
  ('*', 'when_value', 'text', 'time in the form of TIMEX3: a day, month, week, year or duration'),
  ('*', 'first_day', 'day', 'first possible day'),
  ('*', 'last_day', 'day', 'last possible day'),
  ('*', 'when_basis', 'text', 'where the time comes from: an expression, the date of the document, or nothing'),
  ('*', 'value', 'text', 'value of TIMEX3'),
  ('*', 'place', 'text', 'where it happened'),
  ('*', 'role', 'text', 'actor or recipient'),
  ('*', 'chain', 'integer', 'number of the chain among those of the document; 0 is the chain of the document as a whole'),
  ('*', 'report', 'integer', 'number of the report among those of the document, from 0'),
  ('*', 'reports', 'integer', 'how many reports'),
  ('*', 'event', 'text', 'id of the event'),
  ('*', 'undertaking', 'text', 'id of the undertaking'),
  ('*', 'origin', 'text', 'who is said to know'),
  ('*', 'origins', 'json', 'who says so, as JSON'),
  ('*', 'position', 'integer', 'place in the order, from 0'),
  ('*', 'order', 'integer', 'number of the phase, from 1'),
  ('*', 'rule', 'text', 'lexicon entries and rules that found it'),
  ('*', 'factuality_rule', 'text', 'lexicon entries and rules that decided the factuality'),
  ('*', 'chance', 'real', 'how likely it is that the report is right, from 0 to 1'),
  ('*', 'sentence', 'text', 'the sentence'),
  ('*', 'outlet', 'text', 'who published the document'),
  ('*', 'published', 'day', 'day of publication, where it is known'),
  ('*', 'published_from', 'day', 'not published before this day'),
  ('*', 'published_to', 'day', 'not published after this day'),
  ('*', 'title', 'text', 'title of the document'),
  ('*', 'url', 'text', 'address of the document'),
  ('*', 'byline', 'text', 'who wrote it'),
  ('*', 'number', 'integer', 'number in this file'),
  ('*', 'id', 'text', 'what identifies it; for documents made from name and text, for events from their reports'),
  ('*', 'original', 'text', 'SHA-256 of the bytes that the document was read from'),
  ('*', 'sha256', 'text', 'SHA-256 of the bytes'),
  ('*', 'media_type', 'text', 'what the bytes are'),
  ('*', 'size', 'integer', 'how many bytes'),
  ('*', 'documents', 'integer', 'how many documents were read from it'),
  ('*', 'location', 'text', 'where in the original the document stands'),
  ('*', 'version', 'text', 'version of rawi that read the document'),
  ('*', 'anaphor', 'boolean', '1 if the words stand for an earlier mention'),
  ('*', 'source', 'text', 'the words that name the source'),
  ('*', 'act', 'text', 'what the source does: say, confirm, deny …'),
  ('*', 'cue', 'text', 'the reporting words'),
  ('*', 'channel', 'text', 'by which way it was said'),
  ('*', 'said_on', 'text', 'day on which it was said'),
  ('*', 'label', 'text', 'name of the source'),
  ('*', 'label_en', 'text', 'name in English, made from templates'),
  ('*', 'label_ar', 'text', 'name in Arabic'),
  ('*', 'names', 'json', 'all names, as JSON, the most frequent first'),
  ('*', 'name', 'text', 'name'),
  ('*', 'labels', 'json', 'all wordings under which it appears, as JSON'),
  ('*', 'parties', 'json', 'codes or names of the parties, as JSON'),
  ('*', 'provisions', 'integer', 'how many provisions'),
  ('*', 'phases', 'integer', 'how many phases'),
  ('*', 'stage', 'text', 'proposed, discussed, agreed, signed, ratified, in_force, extended, expanded, completed, suspended, ended or denied'),
  ('*', 'mentions', 'integer', 'how often it is mentioned'),
  ('*', 'status', 'text', 'how the event stands: what its newest, best-sourced report says'),
  ('*', 'independent_origins', 'integer', 'how many different origins, copies counted once'),
  ('*', 'dispute', 'boolean', '1 if reports of the event contradict one another'),
  ('*', 'about', 'text', 'what is disputed'),
  ('*', 'claim', 'text', 'what this side says'),
  ('*', 'reason', 'text', 'why it was put together');
