"""Writes BibTeX from a file of CSL-JSON with commonmeta-py: with_commonmeta.py FILE."""

import json
import sys
from pathlib import Path

from commonmeta import Metadata

for item in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
    sys.stdout.buffer.write(Metadata(json.dumps(item), via="csl").write(to="bibtex"))
