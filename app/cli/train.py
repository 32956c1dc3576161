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
    (into / LABELS).write_bytes(trained.labels)
    (into / CONFIDENCE).write_bytes(trained.confidence)
    made_from = provenance(corpus, parser)
    (into / MADE_FROM).write_text(json.dumps(made_from, indent=2) + "\n", "utf-8")
    for name in (LABELS, CONFIDENCE):
        click.echo(f"{into / name}: {(into / name).stat().st_size:,} bytes")
