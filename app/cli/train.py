"""``onrecord train``: make the trained models from the marked articles."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.cli.options import settings
from app.evaluation import load_corpus
from app.extraction.labels.models import CONFIDENCE, FOLDER, LABELS, MADE_FROM
from app.extraction.parsing import Parser
from app.readers.definitions import load_actors
from app.training import train
from app.training.provenance import provenance

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command
@click.argument("corpus", type=_FOLDER, default="corpus")
@click.option("--into", type=_FOLDER, default=FOLDER, help="Where the models go.")
def command(corpus: Path, into: Path) -> None:
    """Train the models from CORPUS, a folder with development/ and calibration/.

    The labels of the second reading learn from development, the confidence from calibration. The
    models are written into the package, or where --into says.
    """
    development, calibration = (
        load_corpus(corpus / part) for part in ("development", "calibration")
    )
    parser = Parser(settings().spacy_model)
    trained = train(development, calibration, load_actors(None), parser)
    made_from = json.dumps(provenance(corpus, parser), indent=2) + "\n"
    for name, content in (
        (LABELS, trained.labels),
        (CONFIDENCE, trained.confidence),
        (MADE_FROM, made_from.encode()),
    ):
        # Whoever reads meanwhile finds the old model or the new one, never half of one.
        half = into / f"{name}.half"
        half.write_bytes(content)
        half.replace(into / name)
        click.echo(f"{into / name}: {len(content):,} bytes")
