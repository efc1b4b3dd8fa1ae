"""Make the events of groups that have changed, with their origins and disputes; all others stay as they are."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from rawi.joining.reports import Reports, number_of, ref_of
from rawi.lexicon.lexicon import Lexicon
from rawi.linking.disputes import disputes_of
from rawi.linking.events import make_event
from rawi.linking.verdicts import Grouping, Verdicts, regroup
from rawi.model import ReportRef, UndertakingKind
from rawi.settings import Settings
from rawi.store.database import Connection
from rawi.store.parts import Ref, read_group
from rawi.store.rows import write_dispute, write_event


def make_events(
    connection: Connection, reports: Reports, verdicts: Verdicts, lexicon: Lexicon, settings: Settings
) -> None:
    """Make the events anew of all reports that are loose or touched, as people have decided on them."""
    _Maker(connection, reports, verdicts, lexicon, settings).make()


class _Maker:
    def __init__(
        self, connection: Connection, reports: Reports, verdicts: Verdicts, lexicon: Lexicon, settings: Settings
    ) -> None:
        self._connection, self._reports = connection, reports
        self._lexicon, self._settings = lexicon, settings
        self._verdicts: dict[Ref, list[Grouping]] = {}
        for grouping in verdicts.groupings:
            for ref in grouping.reports:
                self._verdicts.setdefault(self._number(ref), []).append(grouping)
        self._all_groupings = verdicts.groupings

    def make(self) -> None:
        done = "SELECT 1 FROM done WHERE document = ? AND report = ?"
        for ref in self._changed():
            if not self._connection.execute(done, ref).fetchone():
                self._make(ref)

    def _changed(self) -> Iterator[Ref]:
        """Yield the reports whose events may differ, by their days of publication: what belongs together is near."""
        query = """SELECT document, report FROM (SELECT * FROM loose UNION SELECT * FROM touched)
                   JOIN document d ON d.number = document ORDER BY published, document, report"""
        yield from map(ref_of, array("q", map(number_of, self._connection.execute(query))))

    def _make(self, ref: Ref) -> None:
        """Make the events of all reports that a group, an event as it was, or a verdict binds to one report."""
        groups, events = self._bound(ref)
        for group in groups:
            self._connection.executemany("INSERT INTO done VALUES (?, ?)", group)
        bound = {member for group in groups for member in group}
        groupings = {id(one) for member in bound for one in self._verdicts.get(member, ())}
        if groupings:
            ordered = sorted((sorted(group, key=self._reports.place) for group in groups), key=self._first)
            verdicts = Verdicts(groupings=tuple(one for one in self._all_groupings if id(one) in groupings))
            groups = regroup(ordered, verdicts, self._ref)
        else:
            groups = [sorted(group, key=self._reports.place) for group in groups]
        wanted = [group for group in groups if not self._stands(group, events)]
        kept = [self._event_of(group[0]) for group in groups if group not in wanted]
        self._connection.executemany(
            "DELETE FROM event WHERE number = ?", ((event,) for event in events.difference(kept))
        )
        for group in wanted:
            self._write(group)

    def _bound(self, ref: Ref) -> tuple[list[list[Ref]], set[int]]:
        """Return the groups and the events, as they are kept, that are bound to one report."""
        groups: list[list[Ref]] = []
        events: set[int] = set()
        seen: set[Ref] = set()
        waiting = [ref]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            members, _ = read_group(self._connection, one)
            groups.append(members)
            seen.update(members)
            for member in members:
                event = self._event_of(member)
                if event is not None and event not in events:
                    events.add(event)
                    waiting += self._told_by(event)
                waiting += (
                    self._number(ref) for grouping in self._verdicts.get(member, ()) for ref in grouping.reports
                )
        return groups, events

    def _stands(self, group: list[Ref], events: set[int]) -> bool:
        """Tell whether the event of a group is kept already, and none of its documents has changed."""
        event = self._event_of(group[0])
        if event is None or self._told_by(event) != group:
            return False
        query = "SELECT joined FROM document WHERE number = ?"
        return all(self._connection.execute(query, (number,)).fetchone()[0] for number in {one[0] for one in group})

    def _write(self, group: list[Ref]) -> None:
        reports = self._reports
        tellings = [reports.telling(ref) for ref in group]
        documents = {reports.id(number): reports.reading(number) for number in {ref[0] for ref in group}}
        numbers = {reports.id(number): number for number in {ref[0] for ref in group}}
        kinds = {one.undertaking: self._kind(one.undertaking) for one in tellings if one.undertaking}
        event = make_event(tellings, documents, kinds, self._lexicon, self._settings)
        disputes, event = disputes_of(event, documents, self._lexicon)
        number = write_event(self._connection, event, numbers)
        for dispute in disputes:
            write_dispute(self._connection, dispute, number, numbers)

    def _kind(self, undertaking: str) -> UndertakingKind:
        query = "SELECT term FROM undertaking JOIN term ON term.number = kind WHERE id = ? AND document IS NULL"
        row: tuple[UndertakingKind] = self._connection.execute(query, (undertaking,)).fetchone()
        return row[0]

    def _event_of(self, ref: Ref) -> int | None:
        query = "SELECT event FROM report WHERE document = ? AND position = ?"
        event: int | None = self._connection.execute(query, ref).fetchone()[0]
        return event

    def _told_by(self, event: int) -> list[Ref]:
        query = "SELECT document, report FROM event_report WHERE event = ? ORDER BY position"
        return self._connection.execute(query, (event,)).fetchall()

    def _first(self, group: list[Ref]) -> int:
        return self._reports.place(group[0])

    def _ref(self, ref: Ref) -> ReportRef:
        return ReportRef(self._reports.id(ref[0]), ref[1])

    def _number(self, ref: ReportRef) -> Ref:
        row = self._connection.execute("SELECT number FROM document WHERE id = ?", (ref.document,)).fetchone()
        return row[0], ref.index
