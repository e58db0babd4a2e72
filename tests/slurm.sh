#!/bin/sh
# Tests of `pipette run --on slurm` against a real Slurm: a controller and two nodes on this machine, in a
# folder of their own, taken down at the end.
#
#   tests/slurm.sh PROGRAM      the program to test
#
# Each scenario runs a sweep on the cluster, with something going wrong, and compares its lock with that of a
# plain run; all scenarios run side by side. With CI=true a missing Slurm is installed, and one that does not
# start is a failure; elsewhere nothing is installed, and the tests are skipped where there is no Slurm.
set -eu

program=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
say() { printf 'slurm: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

# ---- Slurm ---------------------------------------------------------------------------------------

needed='munged munge sbatch squeue scontrol scancel slurmctld slurmd'

missing() {
    for tool in $needed; do command -v "$tool" >/dev/null 2>&1 || echo "$tool"; done
}

installed() {
    PATH=$PATH:/usr/sbin:/sbin
    [ -z "$(missing)" ] && return
    if [ "${CI-}" != true ]; then say "skipped: no Slurm here ($(missing | tr '\n' ' ')is missing)"; exit 0; fi
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || fail "no Slurm, and it can't be installed here"
    install='env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slurm-wlm munge'
    say "installing slurm-wlm and munge"
    $install >/dev/null 2>&1 || { apt-get update -qq >/dev/null && $install >/dev/null; } || fail "not installed"
    [ -z "$(missing)" ] || fail "still missing: $(missing)"
}

# A short limit of array sizes makes every sweep more than one array; a job that has ended is forgotten at once;
# one that was put back into the queue starts again as soon as its credential has gone.
configuration() {
    cat <<X
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$here/munge.socket,cred_expire=5
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=bf_interval=2,sched_interval=5
MpiDefault=none
ReturnToService=1
MailProg=/bin/true
SlurmdParameters=config_overrides
StateSaveLocation=$here/state
SlurmdSpoolDir=$here/spool.%n
SlurmctldPidFile=$here/slurmctld.pid
SlurmdPidFile=$here/slurmd.%n.pid
SlurmctldLogFile=$here/slurmctld.log
SlurmdLogFile=$here/slurmd.%n.log
SlurmctldPort=$port
OverTimeLimit=0
KillWait=5
MinJobAge=10
MaxArraySize=3
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=32 RealMemory=20000 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=32 RealMemory=20000 State=UNKNOWN
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
X
}

start() {
    host=$(hostname -s)
    port=$((20000 + $$ % 20000))
    mkdir -p "$here/state"
    configuration >"$SLURM_CONF"
    (umask 077 && head -c 1024 /dev/urandom >"$here/munge.key")
    munged --force --key-file="$here/munge.key" --socket="$here/munge.socket" --pid-file="$here/munged.pid" \
        --log-file="$here/munged.log" --seed-file="$here/munge.seed" 2>"$here/munged.err" ||
        fail "munge does not start: $(cat "$here/munged.err" "$here/munged.log")"
    slurmctld -c || fail "slurmctld does not start: $(tail "$here/slurmctld.log")"
    slurmd -c -N n1 && slurmd -c -N n2 || fail "slurmd does not start: $(tail "$here"/slurmd.*.log)"
    for _ in $(seq 60); do
        [ "$(sinfo -h -N -t idle -o %N 2>/dev/null | wc -l)" -eq 2 ] && return
        sleep 0.5
    done
    sinfo
    fail "the nodes do not come up: $(tail "$here"/slurmctld.log "$here"/slurmd.*.log)"
}

# Ends what was started here, by its process number.
stop() {
    scancel --user="$(id -un)" 2>/dev/null || true
    sleep 1
    for daemon in slurmd.n1 slurmd.n2 slurmctld munged; do
        if [ -s "$here/$daemon.pid" ]; then kill "$(cat "$here/$daemon.pid")" 2>/dev/null || true; fi
    done
    sleep 1
    [ "${KEEP-}" ] || rm -rf "$here"
}

# ---- A study -------------------------------------------------------------------------------------

# $1 is the seed, $2 the values of the sweep, $3 the repeats, $4 the number of epochs.
study() {
    cat <<X
edition 1
seed $1
use strokes(train: 1000, test: 500)

sweep rate in [$2], repeat $3 {
  net: train mlp[784,20,10] with sgd(rate: rate) for $4 epochs
}
expect net.error < 95 % at rate = 0.1
plot net.error over rate
X
}

# How many epochs a second on this machine, about.
measure() {
    mkdir "$here/measure"
    study 0 0.1 1 200 >"$here/measure/study.pipe"
    before=$(date +%s%N)
    "$program" run "$here/measure/study.pipe" --threads 1 --offline >"$here/measure.txt" 2>&1 ||
        fail "the program does not run: $(cat "$here/measure.txt")"
    echo $((200000000000 / ($(date +%s%N) - before) + 1))
}

# Makes the folder of a scenario with its file; $1 its name, then what `study` takes, with seconds for epochs.
prepare() {
    mkdir -p "$here/$1/local" "$here/$1/cluster"
    study "$2" "$3" "$4" $(($5 * speed + 3)) >"$here/$1/local/study.pipe"
    cp "$here/$1/local/study.pipe" "$here/$1/cluster/study.pipe"
}

# A plain run of a scenario's file, to compare with.
locally() {
    "$program" run "$here/$1/local/study.pipe" --threads 1 --offline >"$here/$1/local.txt" 2>&1 ||
        fail "$1: the plain run ended with $?: $(tail -20 "$here/$1/local.txt")"
}

# Hands a scenario's file to the cluster, in place of this shell; more arguments follow its name.
hand_over() {
    scenario=$1
    shift
    exec "$program" run "$here/$scenario/cluster/study.pipe" --on slurm --threads 1 --offline "$@" \
        >>"$here/$scenario/watch.txt" 2>&1
}

logs() { echo "$here/$1"/cluster/.pipette/submissions/*/logs; }

# How many lines of a scenario's logs match a pattern.
count() { cat "$(logs "$1")"/* 2>/dev/null | grep -c "$2" || true; }

# Waits until a command succeeds; $1 is the most seconds.
until_true() {
    seconds=$1
    shift
    for _ in $(seq $((seconds * 5))); do
        if "$@"; then return; fi
        sleep 0.2
    done
    fail "waited $seconds s in vain for: $*"
}

started() { [ "$(count "$1" 'pipette: started')" -ge "$2" ]; }

# An element of a scenario that runs, as `job_element`; optionally on a node.
running() {
    name=$(sed -n 's/^ *"name": "\(.*\)",$/\1/p' "$here/$1"/cluster/.pipette/submissions/*/submission.json 2>/dev/null | paste -sd, -)
    squeue --noheader --array --states=RUNNING --name="$name" ${2:+--nodelist="$2"} --format='%F_%K' | tail -1
}

# Does something to an element of a scenario that runs.
with_running() {
    element=$(running "$1")
    shift
    [ -n "$element" ] && "$@" "$element" 2>/dev/null
}

has_running() { [ -n "$(running "$@")" ]; }

# The lock is that of the plain run, and each of the $2 cells was finished by one job.
check() {
    locally "$1"
    cmp "$here/$1/local/study.pipe.lock" "$here/$1/cluster/study.pipe.lock" ||
        fail "$1: another lock than that of a plain run"
    finished=$(count "$1" 'pipette: ended .* with 0$')
    [ "$finished" -eq "$2" ] || fail "$1: $finished jobs finished for $2 cells"
    say "$1: $2 cells, $(count "$1" 'pipette: started') starts, the lock of a plain run"
}

# ---- Scenarios -----------------------------------------------------------------------------------

# One scenario sets the first node down: those that count starts stay away from it, and its own jobs run there.

plain() {
    (hand_over plain --slurm-option=--exclude=n1) || fail "plain: ended with $?"
    [ "$(count plain 'pipette: started')" -eq 16 ] || fail "plain: a cell was started twice"
}

killed() {
    hand_over killed &
    watcher=$!
    until_true 120 started killed 2
    until_true 120 with_running killed scancel --signal=KILL
    until_true 120 with_running killed scancel
    wait "$watcher" || fail "killed: ended with $?"
    [ "$(count killed 'pipette: started')" -ge 5 ] || fail "killed: nothing was killed"
    grep -q 'submitted cells .* as job' "$here/killed/watch.txt" || fail "killed: nothing was submitted"
}

node_down() {
    hand_over node_down --slurm-option=--exclude=n2 &
    watcher=$!
    until_true 120 has_running node_down n1
    scontrol update nodename=n1 state=down reason=test
    sleep 3
    scontrol update nodename=n1 state=resume
    wait "$watcher" || fail "node_down: ended with $?"
}

time_limit() {
    (hand_over time_limit --slurm-option=--time=1 --slurm-option=--signal=B:USR1@55) ||
        fail "time_limit: ended with $?"
    [ "$(count time_limit 'pipette: ended .* with 75$')" -ge 1 ] || fail "time_limit: no job was warned"
}

requeued() {
    hand_over requeued &
    watcher=$!
    until_true 120 started requeued 1
    until_true 120 with_running requeued scontrol requeue
    wait "$watcher" || fail "requeued: ended with $?"
    [ "$(count requeued 'restart 1')" -ge 1 ] || fail "requeued: nothing was started again"
}

interrupted() {
    hand_over interrupted --slurm-option=--exclude=n1 &
    watcher=$!
    until_true 120 started interrupted 1
    kill -INT "$watcher"
    status=0
    wait "$watcher" || status=$?
    [ "$status" -eq 130 ] || fail "interrupted: ended with $status"
    grep -q 'jobs go on' "$here/interrupted/watch.txt" || fail "interrupted: it does not say that jobs go on"
    (hand_over interrupted --slurm-option=--exclude=n1) || fail "interrupted: picked up, it ended with $?"
    [ "$(count interrupted 'pipette: started')" -eq 4 ] || fail "interrupted: a cell was started twice"
}

hostile="it's a \"100 %j\" \$HOME
\`folder\`"

named() {
    mkdir -p "$here/named/$hostile"
    cp "$here/named/local/study.pipe" "$here/named/$hostile/a 'study'.pipe"
    "$program" run "$here/named/$hostile/a 'study'.pipe" --on slurm --threads 1 --offline \
        >>"$here/named/watch.txt" 2>&1 || fail "named: ended with $?"
    mv "$here/named/$hostile/.pipette" "$here/named/cluster/.pipette"
    sed "s/a 'study'.pipe/study.pipe/g" "$here/named/$hostile/a 'study'.pipe.lock" \
        >"$here/named/cluster/study.pipe.lock"
}

# ---- All of them ---------------------------------------------------------------------------------

# No scheduler: two processes share a folder, a third is killed at work, and its cell is taken over.
shared() {
    for process in 1 2 3; do
        "$program" run "$here/shared/cluster/study.pipe" --on folder --threads 1 --offline \
            >>"$here/shared/watch.txt" 2>&1 &
        last=$!
    done
    until_true 120 holds shared "$last"
    kill -KILL "$last"
    wait "$last" || true
    ls "$here/shared/cluster/.pipette/leases" | grep -q . || fail "shared: no lease was left behind"
    wait || fail "shared: ended with $?"
    locally shared
    cmp "$here/shared/local/study.pipe.lock" "$here/shared/cluster/study.pipe.lock" ||
        fail "shared: another lock than that of a plain run"
    left=$(ls "$here/shared/cluster/.pipette/leases")
    [ -z "$left" ] || fail "shared: these leases were left behind: $left"
    say "shared: 6 cells, one process of three killed, the lock of a plain run"
}

holds() { grep -qs -- "-$2-" "$here/$1"/cluster/.pipette/leases/*; }

# $1 is the name of a scenario, $2 the number of its cells.
scenario() {
    began=$(date +%s)
    "$1" || exit 1
    [ "$1" = shared ] || check "$1" "$2"
    say "$1: $(($(date +%s) - began)) s"
}

# name, cells, seed, values, repeats, seconds a cell
scenarios='plain 16 1 0.05,0.1,0.2,0.4 4 0
killed 4 2 0.1,0.2 2 3
node_down 4 3 0.1,0.2 2 3
time_limit 1 4 0.1 1 45
requeued 4 5 0.1,0.2 2 3
interrupted 4 6 0.1,0.2 2 3
named 2 7 0.1 2 0
shared 6 8 0.1,0.2 3 2'

installed
here=$(mktemp -d)
SLURM_CONF=$here/slurm.conf
PIPETTE_CACHE=$here/cache
export SLURM_CONF PIPETTE_CACHE PATH
trap stop EXIT
start
speed=$(measure)
say "a Slurm of two nodes; $speed epochs a second"
while read -r name cells seed values repeats seconds; do
    prepare "$name" "$seed" "$values" "$repeats" "$seconds"
    (trap - EXIT; scenario "$name" "$cells") &
    echo "$name $!" >>"$here/processes"
done <<X
$scenarios
X
status=0
while read -r name process; do
    wait "$process" || { status=1; say "FAILED: $name"; tail -40 "$here/$name/watch.txt"; }
done <"$here/processes"
[ "$status" -eq 0 ] || exit 1
say "all is well"
