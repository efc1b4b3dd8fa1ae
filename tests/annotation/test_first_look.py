"""The first look leaves out what is hopeless, and nothing that is told."""

from rawi.annotation.names import find_names
from rawi.annotation.report_cast import lay_out
from rawi.annotation.reports import Possible, find_possible
from rawi.lexicon.lexicon import Engine, load_lexicon
from rawi.model import Document
from rawi.text.prose import read_prose

TEXT = "زار وزير الخارجية التركي دمشق أمس والتقى نظيره السوري. ومن جهة أخرى يقدم المتحف لزواره شرحا عن تاريخ المدينة."


def possible(engine: Engine) -> tuple[Possible, ...]:
    lexicon = load_lexicon(engine)
    document = Document(id="1", name="1", text=TEXT)
    prose = read_prose(TEXT)
    layout = lay_out(prose, find_names(prose, document, lexicon), (), lexicon)
    return find_possible(prose, document, layout, (), lexicon)


def test_rules_alone_look_into_everything_and_weights_into_less() -> None:
    everything = {(thing.report.start, thing.report.type) for thing in possible("rules")}
    hopeful = {(thing.report.start, thing.report.type) for thing in possible("weighed")}
    assert hopeful < everything


def test_what_is_plainly_told_stays() -> None:
    assert {thing.report.trigger for thing in possible("weighed")} >= {"زار", "والتقى"}
