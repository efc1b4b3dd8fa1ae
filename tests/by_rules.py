"""What the rules find in a text, step by step, for tests of the choices that come after."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from rawi.annotation.chains import find_voices
from rawi.annotation.dates import find_times
from rawi.annotation.factuality import judge
from rawi.annotation.names import find_names
from rawi.annotation.report_cast import Layout, lay_out
from rawi.annotation.reports import Possible, find_possible
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document, Report, Time, Voice
from rawi.text.prose import Prose, read_prose


class ByRules(Struct, frozen=True):
    """A text and what the rules made of it."""

    document: Document
    prose: Prose
    times: tuple[Time, ...]
    voices: tuple[Voice, ...]
    layout: Layout
    possible: tuple[Possible, ...]
    judged: tuple[Report, ...]

    def report(self, trigger: str) -> Report:
        """Return the first report at a trigger."""
        return next(report for report in self.judged if report.trigger == trigger)


def read_by_rules(text: str, published: date | None = None) -> ByRules:
    lexicon = load_lexicon("rules")
    document = Document(id="1", name="1", text=text, published=published)
    prose = read_prose(text)
    times, names = find_times(prose, document, lexicon), find_names(prose, document, lexicon)
    voices = find_voices(prose, document, names, times, lexicon)
    layout = lay_out(prose, names, voices, lexicon)
    possible = find_possible(prose, document, layout, times, lexicon)
    judged = judge(prose, tuple(thing.report for thing in possible), voices, lexicon)
    return ByRules(document, prose, times, voices, layout, possible, judged)
