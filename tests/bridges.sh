#!/bin/sh
# Tests of what `pipette` hands to other tools, with the tools themselves: TensorBoard, MLflow, a Jupyter kernel, NumPy and
# safetensors, each in the version that pip finds.
#
#   tests/bridges.sh PROGRAM TOOLS      the program to test, and a folder in which the tools are kept
#
# With CI=true the tools are installed into TOOLS, where they are not there yet; elsewhere the tests are skipped without them.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
python=$2/bridges/bin/python
say() { printf 'bridges: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

works() { "$python" -c 'import tensorboard, mlflow, nbclient, ipykernel, safetensors, numpy' >/dev/null 2>&1; }

install() {
    say "installing TensorBoard, MLflow and a Jupyter kernel into $2/bridges"
    python3 -m venv "$2/bridges" || fail "python3 can't make a virtual environment (Debian: python3-venv)"
    # mlflow-skinny is MLflow's own client, without its server.
    "$python" -m pip install --quiet --no-compile --disable-pip-version-check --only-binary :all: \
        tensorboard mlflow-skinny nbclient ipykernel safetensors numpy || fail "pip failed"
}

if ! works; then
    if [ "${CI-}" != true ]; then say "skipped: no TensorBoard, MLflow and Jupyter in $2/bridges"; exit 0; fi
    install "$@"
    works || fail "the tools are installed and can't be imported"
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >study.pipe <<'X'
edition 1
seed 1
use strokes(train: 300, test: 100)
net: train mlp[784,20,10] for 3 epochs, then test
sweep width in [5, 10], repeat 2 { wide: train mlp[784,width,10] for 1 epoch, then test }
machine: train rbm[784,16] with pcd1 for 1 epoch
drawn: sample 9 from machine after 100 steps, then plot images
expect net.error < 99 %
plot wide.error over width
X
"$program" run --offline study.pipe --tensorboard live >said 2>&1 || { cat said; fail "the study did not run"; }
for output in curves.csv models.npz models.safetensors; do
    case $output in curves*) curves=--curves ;; *) curves= ;; esac
    "$program" export study.pipe --output "$output" $curves
done
"$program" export study.pipe --format tensorboard --output logs
"$program" export study.pipe --format png --output charts
"$program" export study.pipe --format mlflow --output mlruns
"$program" jupyter --write . >/dev/null
PIPETTE=$program MLFLOW_ALLOW_FILE_STORE=true "$python" "$here/bridges.py"
say "all is well"
