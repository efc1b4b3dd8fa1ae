"""The lexicon as one record: every table loads when it is first asked for, once."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rawi.lexicon.context_weights import ContextWeights
    from rawi.lexicon.labels import Labels
    from rawi.lexicon.modality import Modality
    from rawi.lexicon.pages import Pages
    from rawi.lexicon.speech import Speech
    from rawi.lexicon.tallies import TallyWords
    from rawi.lexicon.times import Times
    from rawi.lexicon.triggers import Triggers
    from rawi.lexicon.undertakings import UndertakingWords
    from rawi.lexicon.weights import AnswerWeights, Weights
    from rawi.lexicon.world import World

Engine = Literal["weighed", "rules"]


class Lexicon:
    """All tables. Each property reads its files on first use, so that a command pays only for what it needs.

    With the engine ``rules`` no learnt weights are used.
    """

    def __init__(self, engine: Engine = "weighed") -> None:
        self.engine = engine

    def load(self) -> Lexicon:
        """Read all tables now. Raises LexiconError at once, not in the middle of the work."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)
        return self

    @cached_property
    def pages(self) -> Pages:
        """Page furniture, credits, date lines."""
        from rawi.lexicon.pages import load_pages

        return load_pages()

    @cached_property
    def times(self) -> Times:
        """Months, weekdays, relative time words, numbers."""
        from rawi.lexicon.times import load_times

        return load_times()

    @cached_property
    def world(self) -> World:
        """States, peoples, places, organisations, groups, outlets, people, offices, titles."""
        from rawi.lexicon.world import load_world

        return load_world()

    @cached_property
    def speech(self) -> Speech:
        """Reporting cues and the nouns that name sources."""
        from rawi.lexicon.speech import load_speech

        return load_speech()

    @cached_property
    def modality(self) -> Modality:
        """Governors of factuality, negation, conditions, commitments."""
        from rawi.lexicon.modality import load_modality

        return load_modality()

    @cached_property
    def triggers(self) -> Triggers:
        """Words that name happenings, with PLOVER type, mode, company and frame."""
        from rawi.lexicon.triggers import load_triggers

        return load_triggers()

    @cached_property
    def undertakings(self) -> UndertakingWords:
        """Words that name undertakings, their phases and stages."""
        from rawi.lexicon.undertakings import load_undertaking_words

        return load_undertaking_words()

    @cached_property
    def stem_shares(self) -> dict[str, float]:
        """How common words are in the press, by light stem."""
        from rawi.lexicon.stem_shares import load_stem_shares

        return load_stem_shares()

    @cached_property
    def tallies(self) -> TallyWords:
        """Words around numbers: what is counted, how exactly."""
        from rawi.lexicon.tallies import load_tallies

        return load_tallies()

    @cached_property
    def labels(self) -> Labels:
        """Names of the vocabularies and templates of headlines, in English and Arabic."""
        from rawi.lexicon.labels import load_labels

        return load_labels()

    @cached_property
    def first_weights(self) -> Weights[float] | None:
        """What speaks at first sight for and against a candidate, as learnt; None where the rules alone decide."""
        return self._weights("first")

    @cached_property
    def report_weights(self) -> Weights[float] | None:
        """What speaks for and against a possible report, as learnt; None where the rules alone decide."""
        return self._weights("reports")

    @cached_property
    def source_weights(self) -> AnswerWeights | None:
        """What speaks for each answer to the question from whom a report is; None where the rules alone decide."""
        from rawi.lexicon.weights import load_answer_weights

        return load_answer_weights("sources") if self.engine == "weighed" else None

    @cached_property
    def context_weights(self) -> ContextWeights | None:
        """The network that reads a text (see `rawi.annotation.context`)."""
        from rawi.lexicon.context_weights import load_context_weights

        return load_context_weights() if self.engine == "weighed" else None

    @cached_property
    def day_weights(self) -> AnswerWeights | None:
        """What speaks for and against a day of a report, as learnt; None where the rules alone decide."""
        from rawi.lexicon.weights import load_answer_weights

        return load_answer_weights("days") if self.engine == "weighed" else None

    @cached_property
    def role_weights(self) -> Weights[complex] | None:
        """What speaks for somebody as actor and as recipient of a report; None where the rules alone decide."""
        from rawi.lexicon.weights import load_two_weights

        return load_two_weights("roles") if self.engine == "weighed" else None

    def _weights(self, name: str) -> Weights[float] | None:
        from rawi.lexicon.weights import load_weights

        return load_weights(name) if self.engine == "weighed" else None


@lru_cache(maxsize=2)
def load_lexicon(engine: Engine = "weighed") -> Lexicon:
    """Return the lexicon that ships with rawi."""
    return Lexicon(engine)
