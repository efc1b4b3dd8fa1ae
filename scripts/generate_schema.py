"""Write docs/schema/*.json anew from the types of the public records."""

from pathlib import Path

from rawi.exports.schema import SCHEMAS, schema_text

FOLDER = Path(__file__).parent.parent / "docs" / "schema"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (FOLDER / name).write_text(schema_text(name), encoding="utf-8")
        print(FOLDER / name)


if __name__ == "__main__":
    main()
