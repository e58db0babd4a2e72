"""`%%pipe` for IPython and Jupyter: a cell is an experiment in the language of Pipette.

    %load_ext pipette_magic

    %%pipe
    seed 1
    train mlp[784,100,10] on strokes(train: 2000, test: 1000) for 5 epochs, then test

Below the cell stand what was found in it, its claims, measures and pictures, and its report. The variable `pipe` then holds what the run has
yielded, as `pipette run --format json` prints it. `%%pipe NAME` keeps the cell as NAME.pipe beside the notebook,
with its lock; without a name it is `.cell.pipe`, which the next cell replaces. What the store in `.pipette` has is
not computed twice. The program is looked for on the path, or named by the environment variable PIPETTE.

`pipette jupyter` writes this file.
"""

import html
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from IPython.core.error import UsageError
from IPython.core.magic import register_cell_magic
from IPython.display import HTML, display

_written = {}


def _call(*arguments):
    """Runs the program; both its streams are read to the end."""
    program = os.environ.get("PIPETTE", "pipette")
    try:
        return subprocess.run([program, *arguments], capture_output=True, text=True, encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"the program {program!r} is not on the path; set PIPETTE to where it is") from None


def _json(done):
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise UsageError(done.stderr.strip() or f"pipette ended with {done.returncode}") from None


def _file(name, text):
    """Writes the cell; a file that was not written from this notebook is left alone."""
    if name and not re.fullmatch(r"\w[\w.-]*", name):
        raise UsageError(f"{name!r} can't name a pipe file: letters, digits, `-`, `_` and `.`")
    path = Path(f"{name}.pipe" if name else ".cell.pipe")
    if name and path.exists() and path.read_text(encoding="utf-8") not in (text, _written.get(path)):
        raise UsageError(f"{path} is there, with other text: choose another name, or delete it")
    path.write_text(text, encoding="utf-8", newline="\n")
    _written[path] = text
    return str(path)


def _table(head, rows):
    cell = lambda tag, value: f"<{tag} style='text-align:left'>{html.escape(str(value))}</{tag}>"
    line = lambda tag, values: "<tr>" + "".join(cell(tag, value) for value in values) + "</tr>"
    return "<table>" + line("th", head) + "".join(line("td", row) for row in rows) + "</table>" if rows else ""


def _findings(file):
    """What was found in the cell, and whether it keeps it from running."""
    found = _json(_call("lint", "--format", "json", file))
    rows = [
        (f"{it['line']}:{it['column']}", it["level"], it["code"], it["message"], it["help"] or "")
        for entry in found["files"]
        for it in entry["findings"]
    ]
    display(HTML(_table(("place", "level", "finding", "what is wrong", "cure"), rows)))
    return found["errors"] > 0


def _number(value):
    return "" if value is None else f"{value:.6g}"


def _tables(run):
    claims = [(it["verdict"], it["text"], it["evidence"]) for it in run["claims"]]
    measures = [
        (step["label"] or "", name, _number(it["value"]), _number(it["low"]), _number(it["high"]), it["unit"])
        for step in run["steps"]
        for name, it in step["measures"].items()
    ]
    head = ("line", "measure", "value", "from", "to", "unit")
    return _table(("verdict", "claim", "evidence"), claims) + _table(head, measures)


def _picture(path):
    """An image that can't run anything: a browser runs no scripts of what stands in `img`."""
    from base64 import b64encode

    return f"<img src='data:image/svg+xml;base64,{b64encode(path.read_bytes()).decode()}'>"


def _report(file, run):
    """The whole report, folded up; its frame runs no scripts. Nothing where the program makes none."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        store = str(Path(file).parent / ".pipette")
        if _call("report", run["run"], "--store", store, "--output", str(page)).returncode != 0:
            return ""
        text = html.escape(page.read_text(encoding="utf-8"))
    frame = f"<iframe sandbox srcdoc='{text}' style='width:100%;height:80vh;border:0'></iframe>"
    return f"<details><summary>report</summary>{frame}</details>"


def pipe(line, cell):
    """Checks and runs the cell, and shows what came of it."""
    from IPython import get_ipython

    file = _file(line.strip(), cell)
    if _findings(file):
        raise UsageError("not run: the table names the errors")
    done = _call("run", "--format", "json", file)
    run = _json(done)
    get_ipython().user_ns["pipe"] = run
    display(HTML(_tables(run)))
    pictures = (Path(file).parent / ".pipette" / "runs" / run["run"]).glob("*.svg")
    display(HTML("".join(_picture(path) for path in sorted(pictures)) + _report(file, run)))
    if run.get("fault"):
        raise UsageError(f"the run failed: {run['fault']['message']}")


def load_ipython_extension(_):
    register_cell_magic(pipe)
