-- Views for people: plain names, words instead of numbers, the quoted words beside every span. `about` explains them.

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
  meaning TEXT NOT NULL,
  PRIMARY KEY (view, "column")
) STRICT, WITHOUT ROWID;

INSERT INTO about VALUES
  ('documents', '', 'one text published by one outlet on one date'),
  ('originals', '', 'what was read, byte for byte, under its SHA-256'),
  ('times', '', 'expressions of time in the texts'),
  ('names', '', 'mentions of somebody or something that can act, speak or be a place'),
  ('reports', '', 'one happening as one sentence of one document tells it'),
  ('participants', '', 'who acts in a report, and who is acted upon'),
  ('links', '', 'the transmitters of a report, nearest to the reader first'),
  ('entities', '', 'persons, organisations, states, places and groups, under all their names'),
  ('events', '', 'the happenings themselves: all reports, in all documents, that tell the same happening'),
  ('event_participants', '', 'who takes part in an event'),
  ('event_reports', '', 'the reports that tell an event'),
  ('origins', '', 'who is said to know of an event; copies of one text and chains that end in one source count once'),
  ('undertakings', '', 'agreements and other things that parties bind themselves to, or say that they may'),
  ('stages', '', 'the steps in the life of an undertaking'),
  ('provisions', '', 'what an undertaking lays down'),
  ('phases', '', 'the phases of an undertaking'),
  ('disputes', '', 'reports of one event that cannot all be true, one row for each side'),
  ('*', 'doc', 'name of the document: the file, or the id of a record'),
  ('*', 'start', 'first code point of the words in the text of the document, from 0'),
  ('*', 'end', 'code point after the last one of the words'),
  ('*', 'quote', 'the words themselves'),
  ('*', 'text', 'the words, or the words of what a pronoun or description stands for'),
  ('*', 'entity', 'canonical English name; id and label_en of entities'),
  ('*', 'code', 'state (ISO 3166 alpha-3) or UNO, EUR, IGO, NGO, IMG, MNC, ISM'),
  ('*', 'sector', 'sector of PLOVER: GOV, MIL, SPY …'),
  ('*', 'kind', 'what kind of thing it is'),
  ('*', 'type', 'event type of PLOVER; for times the type of TIMEX3'),
  ('*', 'mode', 'mode of PLOVER'),
  ('*', 'factuality', 'occurred, planned, possible, urged, conditional or denied, as the last source presents it'),
  ('*', 'when_value', 'time in the form of TIMEX3: a day, month, week, year or duration'),
  ('*', 'first_day', 'first possible day'),
  ('*', 'last_day', 'last possible day'),
  ('*', 'when_basis', 'where the time comes from: an expression, the date of the document, or nothing'),
  ('*', 'value', 'value of TIMEX3'),
  ('*', 'place', 'where it happened'),
  ('*', 'role', 'actor or recipient'),
  ('*', 'chain', 'number of the chain among those of the document; 0 is the chain of the document as a whole'),
  ('*', 'report', 'number of the report among those of the document, from 0'),
  ('*', 'reports', 'how many reports'),
  ('*', 'event', 'id of the event'),
  ('*', 'undertaking', 'id of the undertaking'),
  ('*', 'origin', 'who is said to know'),
  ('*', 'origins', 'who says so, as JSON'),
  ('*', 'position', 'place in the order, from 0'),
  ('*', 'order', 'number of the phase, from 1'),
  ('*', 'rule', 'lexicon entries and rules that found it'),
  ('*', 'factuality_rule', 'lexicon entries and rules that decided the factuality'),
  ('*', 'chance', 'how likely it is that the report is right, from 0 to 1'),
  ('*', 'sentence', 'the sentence'),
  ('*', 'outlet', 'who published the document'),
  ('*', 'published', 'day of publication, where it is known'),
  ('*', 'published_from', 'not published before this day'),
  ('*', 'published_to', 'not published after this day'),
  ('*', 'title', 'title of the document'),
  ('*', 'url', 'address of the document'),
  ('*', 'byline', 'who wrote it'),
  ('*', 'number', 'number in this file'),
  ('*', 'id', 'what identifies it; for documents made from name and text, for events from their reports'),
  ('*', 'original', 'SHA-256 of the bytes that the document was read from'),
  ('*', 'sha256', 'SHA-256 of the bytes'),
  ('*', 'media_type', 'what the bytes are'),
  ('*', 'size', 'how many bytes'),
  ('*', 'documents', 'how many documents were read from it'),
  ('*', 'location', 'where in the original the document stands'),
  ('*', 'version', 'version of rawi that read the document'),
  ('*', 'anaphor', '1 if the words stand for an earlier mention'),
  ('*', 'source', 'the words that name the source'),
  ('*', 'act', 'what the source does: say, confirm, deny …'),
  ('*', 'cue', 'the reporting words'),
  ('*', 'channel', 'by which way it was said'),
  ('*', 'said_on', 'day on which it was said'),
  ('*', 'label', 'name of the source'),
  ('*', 'label_en', 'name in English, made from templates'),
  ('*', 'label_ar', 'name in Arabic'),
  ('*', 'names', 'all names, as JSON, the most frequent first'),
  ('*', 'name', 'name'),
  ('*', 'labels', 'all wordings under which it appears, as JSON'),
  ('*', 'parties', 'codes or names of the parties, as JSON'),
  ('*', 'provisions', 'how many provisions'),
  ('*', 'phases', 'how many phases'),
  ('*', 'stage', 'proposed, discussed, agreed, signed, ratified, in_force, extended, expanded, completed, suspended, ended or denied'),
  ('*', 'mentions', 'how often it is mentioned'),
  ('*', 'status', 'how the event stands: what its newest, best-sourced report says'),
  ('*', 'independent_origins', 'how many different origins, copies counted once'),
  ('*', 'dispute', '1 if reports of the event contradict one another'),
  ('*', 'about', 'what is disputed'),
  ('*', 'claim', 'what this side says'),
  ('*', 'reason', 'why it was put together');
