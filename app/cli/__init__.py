"""The command line: ``onrecord COMMAND``.

    ingest     app/cli/ingest.py        evaluate   app/cli/evaluate.py
    extract    app/cli/extract.py       serve      app/cli/serve.py
    positions  app/cli/positions.py     demo       app/cli/demo.py
    corpus     app/cli/corpus.py        migrate    app/cli/migrate.py
    train      app/cli/train.py         issues     app/cli/issues.py
    reprocess  app/cli/reprocess.py     watch      app/cli/watch.py
    regroup    app/cli/regroup.py       user       app/cli/user.py
    coding     app/cli/coding.py          snapshot   app/cli/snapshot.py
    gold       app/cli/gold.py          recalibrate  app/cli/recalibrate.py
    db         app/cli/db.py

Each file is imported when its command is called, not before (app/cli/program.py).
"""

from __future__ import annotations

from app.cli.program import Program

main = Program(
    name="onrecord",
    help="Compare what actors have said about an issue, side by side, every word traceable.",
    summaries={
        "ingest": "Read articles into the database.",
        "reprocess": "Read stored articles again by this version.",
        "regroup": "Find anew which reports are of one utterance.",
        "recount": "Count anew what is counted as it is written.",
        "watch": "Ask feeds and pages at intervals, and store what is new.",
        "extract": "Print what would be found in articles; store nothing.",
        "positions": "Judge statements given as JSON Lines.",
        "evaluate": "Compare the extractor with articles marked by people.",
        "issues": "List the issues, or check the definition of one.",
        "corpus": "Check marked articles and count what is in them.",
        "train": "Make the trained models from the marked articles.",
        "gold": "Write what people reviewed as gold for evaluate.",
        "recalibrate": "Count anew, from reviews, how often positions are right.",
        "user": "Give people accounts: add, list, role, password, disable.",
        "coding": "Samples for two coders; codings out to files and back in.",
        "snapshot": "Check a downloaded snapshot; remove what is in one.",
        "serve": "Serve the pages.",
        "demo": "Ingest the shipped articles if there are none, then serve.",
        "migrate": "Bring a database up to date.",
        "db": "Copy a library to another database; compare two.",
    },
)
