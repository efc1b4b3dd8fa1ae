"""Join a dossier: whatever has changed since it was last joined, and what that touches."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from rawi.corrections import Correction, places_of
from rawi.joining.making import make_events
from rawi.joining.reports import Reports, in_lists, largest_blocks
from rawi.joining.undertakings import follow
from rawi.lexicon.lexicon import Lexicon
from rawi.linking.correct import Corrected, apply_corrections
from rawi.linking.entities import Called, Labels, Spelling, call, label_people, make_entity
from rawi.linking.groups import grow_again
from rawi.linking.undertakings import local_undertakings
from rawi.linking.verdicts import Naming
from rawi.model import Annotations, Note
from rawi.settings import DEFAULT_SETTINGS, Settings
from rawi.store.corrections import read_corrections
from rawi.store.database import Connection, transaction
from rawi.store.joining import is_joined, joinable, keep_memory, mark_joined, read_memory
from rawi.store.parts import (
    Ref,
    change_postings,
    clear_parts,
    count_spellings,
    documents_naming,
    documents_where,
    loosen_holders,
    read_called,
    read_spellings,
    replace_joints,
    take_loose_entities,
    withdraw,
)
from rawi.store.read import no_collection, read_found
from rawi.store.rows import write_entity, write_found_again, write_note
from rawi.store.search import tidy_index
from rawi.version import VERSION

_DOCUMENTS_AT_ONCE = 500


class _Names(msgspec.Struct, frozen=True):
    """What entities were called when documents were last joined."""

    labels: list[tuple[str, str, str]] = []
    reasons: dict[str, tuple[str, ...]] = {}
    namings: tuple[Naming, ...] = ()


def join(connection: Connection, lexicon: Lexicon, settings: Settings = DEFAULT_SETTINGS) -> tuple[str, ...]:
    """Join what has come, changed or gone since an open dossier was last joined, in one transaction.

    The result is that of joining all documents anew (`rawi.pipeline.link`). Returns the ids of the corrections that do
    not find what they correct.
    """
    with transaction(connection):
        if not is_joined(connection):
            with no_collection():
                _Joining(connection, lexicon, settings).join()
            mark_joined(connection, joinable(connection))
            tidy_index(connection)
    return tuple(id for (id,) in connection.execute("SELECT id FROM correction WHERE missed ORDER BY time, id"))


class _Joining:
    """One joining, from the documents that have changed to the notes beside events."""

    def __init__(self, connection: Connection, lexicon: Lexicon, settings: Settings) -> None:
        self._connection, self._lexicon, self._settings = connection, lexicon, settings
        self._anew = self._forget_what_others_joined()
        self._reports = Reports(connection, lexicon, settings)
        self._corrected = self._correct(read_corrections(connection))
        self._own = {self._number(one.document.id): one for one in self._corrected.annotations}
        self._names = Labels({}, {})

    def join(self) -> None:
        connection = self._connection
        withdraw(connection, documents_where(connection, "joined = 2"))
        self._name()
        new = documents_where(connection, "joined = 0")
        self._link(new)
        retold = follow(connection, self._reports, self._relink)
        new = sorted({*new, *retold})
        self._count_entities()
        self._share_keys(new)
        self._group()
        make_events(connection, self._reports, self._corrected.verdicts, self._lexicon, self._settings)
        self._write_notes()
        connection.execute("UPDATE document SET joined = 1 WHERE joined = 0")
        connection.execute("DELETE FROM loose")
        self._reports.clear()

    def _forget_what_others_joined(self) -> bool:
        """Begin from nothing where another version or other settings joined the dossier; tell whether that was so."""
        settings = self._settings
        by = f"{VERSION} {settings.merge_score} {settings.copy_share} {settings.shingle_words} {settings.shortest_copy}"
        if read_memory(self._connection, "by") == by:
            return False
        clear_parts(self._connection)
        for key, value in (("by", by), ("people", ""), ("undertakings", ""), ("names", "")):
            keep_memory(self._connection, key, value)
        return True

    def _number(self, id: str) -> int:
        return int(self._connection.execute("SELECT number FROM document WHERE id = ?", (id,)).fetchone()[0])

    # --- corrections ------------------------------------------------------------------------------------------------

    def _correct(self, corrections: Sequence[Correction]) -> Corrected:
        """Apply all corrections to the documents that they name."""
        connection = self._connection
        names = {place.document for one in corrections if one.withdrawn is None for place in places_of(one.what)}
        query = "SELECT number FROM document WHERE name = ?"
        numbers = [number for name in sorted(names) for (number,) in connection.execute(query, (name,))]
        corrected = apply_corrections(tuple(read_found(connection, numbers)), corrections)
        connection.execute("UPDATE correction SET missed = 0 WHERE missed")
        connection.executemany("UPDATE correction SET missed = 1 WHERE id = ?", ((id,) for id in corrected.missed))
        return corrected

    def _write_notes(self) -> None:
        self._connection.execute("DELETE FROM note")
        for note in self._corrected.notes:
            number = self._number(note.report.document) if note.report else None
            write_note(self._connection, self._placed(note, number), number)

    def _placed(self, note: Note, number: int | None) -> Note:
        if note.report is None:
            return note
        query = "SELECT id FROM event JOIN report ON event = number WHERE document = ? AND report.position = ?"
        found = self._connection.execute(query, (number, note.report.index)).fetchone()
        return msgspec.structs.replace(note, event=found[0] if found else None)

    # --- names ------------------------------------------------------------------------------------------------------

    def _name(self) -> None:
        """Find out who is who, where persons came or went; withdraw the documents for which that changes a name."""
        connection, namings = self._connection, self._corrected.verdicts.namings
        kept = read_memory(connection, "names")
        before = msgspec.json.decode(kept, type=_Names) if kept else _Names()
        if read_memory(connection, "people"):
            self._names = Labels({(entity, code): label for entity, code, label in before.labels}, before.reasons)
        else:
            called = {Called(*row[:4]): row[4] for row in read_called(connection)}
            self._names = label_people(called, self._lexicon.world)
            keep_memory(connection, "people", "known")
        labels = sorted((*key, label) for key, label in self._names.labels.items())
        after = _Names(labels, self._names.reasons, namings)
        if after == before:
            return
        changed = {name for row in set(before.labels) ^ set(labels) for name in (row[0], row[2])}
        if before.namings != namings:
            both = (*before.namings, *namings)
            changed |= {name for one in both if both.count(one) != 2 for name in (one.entity, one.into)} or {
                name for one in both for name in (one.entity, one.into)
            }
        withdraw(connection, documents_naming(connection, changed))
        reasons = {*before.reasons.items()} ^ {*after.reasons.items()}
        rows = ((connection.term(label),) for label, _ in reasons)
        connection.executemany("INSERT OR IGNORE INTO loose_entity VALUES (?)", rows)
        keep_memory(connection, "names", msgspec.json.encode(after).decode())

    def _count_entities(self) -> None:
        """Make the entities anew that are named more or less often, or otherwise."""
        connection, world = self._connection, self._lexicon.world
        for label in take_loose_entities(connection):
            spelt = {Spelling(*row[:5]): row[5] for row in read_spellings(connection, label)}  # type: ignore[arg-type]
            if spelt:
                write_entity(connection, make_entity(label, spelt, self._names.reasons.get(label, ()), world))
            else:
                connection.execute("DELETE FROM entity WHERE number = ?", (connection.term(label),))

    # --- documents --------------------------------------------------------------------------------------------------

    def _link(self, numbers: Sequence[int]) -> None:
        """Put the dossier's names and people's corrections into documents that are new or were withdrawn."""
        for some in in_lists(numbers, _DOCUMENTS_AT_ONCE):
            for number, found in zip(some, read_found(self._connection, some), strict=True):
                linked = call(self._own.get(number, found), self._names, self._corrected.verdicts)
                write_found_again(self._connection, found, linked, number)
                self._reports.keep(number, linked)
                self._keep_words(number, linked)
            count_spellings(self._connection, some)

    def _keep_words(self, number: int, linked: Annotations) -> None:
        """Keep by which words the undertakings of a document are compared."""
        update = "UPDATE undertaking SET words = ? WHERE document = ? AND id = ?"
        for local in local_undertakings(linked, self._lexicon):
            words = msgspec.json.encode(sorted(local.words)).decode()
            self._connection.execute(update, (words, number, local.undertaking.id))
            keep_memory(self._connection, "undertakings", "")

    def _relink(self, numbers: Collection[int]) -> None:
        withdraw(self._connection, numbers)
        self._link(sorted(numbers))

    # --- groups of reports ------------------------------------------------------------------------------------------

    def _share_keys(self, numbers: Sequence[int]) -> None:
        """Make the reports of documents ready for comparing, and find out which keys tell no more, or again."""
        for some in in_lists(numbers, _DOCUMENTS_AT_ONCE):
            self._reports.make_ready(some)
        keys, before, now = change_postings(self._connection, self._reports.coming(), noted=not self._anew)
        largest = largest_blocks(keys)
        loosen_holders(self._connection, keys[(before <= largest) != (now <= largest)])
        self._connection.execute(
            """INSERT OR IGNORE INTO loose SELECT r.document, r.position FROM report r
               JOIN document d ON d.number = r.document WHERE d.joined = 0"""
        )

    def _group(self) -> None:
        """Group what is loose, some thousand reports at a time, as far as that touches others."""
        connection, reports = self._connection, self._reports
        for some in reports.in_turn():
            grown = [
                group
                for group in grow_again(some, reports, self._settings.merge_score)
                if len(group.members) > 1 or reports.is_grouped(group.members[0])
            ]
            for group in grown:
                if any(map(reports.is_grouped, group.members)) and not self._stood(group.members):
                    connection.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?)", group.members)
            replace_joints(connection, ((group.members, group.joints) for group in grown))

    def _stood(self, members: list[Ref]) -> bool:
        """Tell whether some reports are a group already."""
        return self._reports.group(members[0]).members == members
