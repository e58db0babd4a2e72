"""What `tests/bridges.sh` has exported, read by the tools that it is for."""

import csv
import glob
import io
import math
import warnings

warnings.filterwarnings("ignore")

import mlflow
import nbclient
import nbformat
import numpy
import safetensors.numpy
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

rows = list(csv.DictReader(open("curves.csv")))
curve = lambda label, name: [(float(r["x"]), float(r["y"])) for r in rows if (r["label"], r["curve"]) == (label, name)]
losses = curve("net", "training-loss")
assert len(losses) == 3

# NumPy and safetensors: the same numbers.
npz, tensors = numpy.load("models.npz"), safetensors.numpy.load_file("models.safetensors")
assert sorted(npz) == sorted(tensors) and "net.layer1.weights" in tensors, sorted(tensors)
assert all((npz[name] == tensors[name]).all() for name in npz)
weights = npz["net.layer1.weights"]
assert weights.shape == (784, 20)


def log(label, logs="logs"):
    """What TensorBoard reads of a label."""
    [folder] = glob.glob(f"{logs}/*/{label}")
    read = EventAccumulator(folder, size_guidance={"histograms": 0, "images": 0, "scalars": 0})
    return read.Reload()


# TensorBoard: a scalar has single precision.
net = log("net")
found = [(event.step, event.value) for event in net.Scalars("training-loss")]
assert [step for step, _ in found] == [1, 2, 3]
assert all(math.isclose(value, y, rel_tol=1e-6) for (_, value), (_, y) in zip(found, losses)), (found, losses)
histogram = net.Histograms("layer1.weights")[0].histogram_value
assert histogram.num == weights.size and sum(histogram.bucket) == weights.size
assert math.isclose(histogram.min, weights.min()) and math.isclose(histogram.sum, weights.sum(dtype="f8"))
assert [event.step for event in log("wide").Scalars("error over width")] == [5, 10]
picture = Image.open(io.BytesIO(log("drawn").Images("samples")[0].encoded_image_string))
picture.load()
assert (picture.size, picture.mode) == ((3 * 29 - 1, 3 * 29 - 1), "L")

# The same while the run worked, and each cell of its sweep; later moments for later epochs.
live, points = log("net", "live"), lambda log, tag: [(event.step, event.value) for event in log.Scalars(tag)]
for tag in net.Tags()["scalars"]:
    assert points(live, tag) == points(net, tag), tag
assert live.Histograms("layer1.weights")[0].histogram_value.num == weights.size
moments = [event.wall_time for event in live.Scalars("training-loss")]
assert moments == sorted(moments) and moments[0] > 1.7e9, moments
assert points(log("wide/width 10 repeat 2", "live"), "training-loss")[0][0] == 1
assert points(log("wide", "live"), "error over width") == points(log("wide"), "error over width")

# Charts: whole pictures of the size that was asked for, not all of one colour.
charts = [Image.open(name) for name in glob.glob("charts/*.png")]
assert len(charts) >= 5, charts
for chart in charts:
    chart.load()
    assert len(set(chart.convert("L").getdata())) > 2, chart

# MLflow: one experiment with one run.
client = mlflow.MlflowClient("file:mlruns")
[experiment] = [one for one in client.search_experiments() if one.name == "study"]
[run] = client.search_runs([experiment.experiment_id])
assert run.info.status == "FINISHED" and run.data.params["seed"] == "1"
assert run.data.params["net.train"].startswith("train mlp[784,20,10](") and run.data.tags["claim.1"].startswith("held")
history = client.get_metric_history(run.info.run_id, "net.training-loss")
assert [(point.step, point.value) for point in history] == losses
assert run.data.metrics["net.training-loss"] == losses[-1][1]
names = {file.path for file in client.list_artifacts(run.info.run_id)}
assert {"record.yaml", "measures.csv", "drawn-plot.svg"} <= names, names
assert "seed: 1" in open(client.download_artifacts(run.info.run_id, "record.yaml")).read()

# Jupyter: a clean cell, its result, a wrong one, and one that would replace a file.
good = "%%pipe\nedition 1\nseed 1\nnet: train mlp[784,9,10] on strokes(train: 300, test: 100), then test\nexpect net.error < 100 %\n"
cells = ["%load_ext pipette_magic", good, "pipe['claims'][0]['verdict']", "%%pipe\ntrian <b>\n", "%%pipe study\nseed 2\n"]
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
nbclient.NotebookClient(notebook, allow_errors=True, timeout=60).execute()
shown = [str(cell.outputs) for cell in notebook.cells]
assert shown[0] == "[]" and "expect net.error &lt; 100 %" in shown[1] and "data:image/svg+xml" in shown[1]
assert "held" in shown[2], shown[2]
assert "`&lt;` cannot stand here" in shown[3] and "not run" in shown[3] and "<b>" not in shown[3], shown[3]
assert "study.pipe is there" in shown[4], shown[4]
print("bridges: NumPy, safetensors, TensorBoard, MLflow and Jupyter read what they are given")
