#!/bin/bash
# A process that comes into a pid namespace that is there already: exec, and a container that joins another's. crt makes
# two children for it, so what is asked here is what limits of processes make of that.
set -uo pipefail
. "$(dirname "$0")/tap"

# sleeper [JQ-FILTER]: a container that runs, with one process
sleeper() {
    bundle ".process.args = [\"sleep\", \"1000\"] | ${1:-.}"
    oci create --bundle "$work/bundle" "$id"
    oci start "$id"
    within 20 grep -q '^sleep' "/proc/$(pid_of "$id")/cmdline"
}
pid_of() { oci state "$1" | jq .pid; }
gone() { oci delete --force "$id" && [ ! -e "$group" ]; }
# the container's own process is the first
leave_free() { echo $((1 + $1)) >"$group/pids.max"; }
counted() {
    is "$(<"$group/pids.current")" 1
    is "$(<"$group/pids.events")" "max $1"
}
# pids.peak is younger (6.1) than the oldest kernel, and runc has threads in the group meanwhile
peak_is() {
    [ "$runtime" = crt-oci ] && [ -e "$group/pids.peak" ] || return 0
    is "$(<"$group/pids.peak")" "$1"
}
# runc's Go aborts for want of threads in the group, crun makes a process more; crun also goes past a limit that is used up
alone() { [ "$runtime" = crt-oci ] || skip "$runtime has more processes than that in the container's group while it starts one there"; }
# whatever the kernel says to the shell that may not fork
no_fork='(:) 2>/dev/null && echo forked'

two_free() {
    [ "$runtime" != runc ] || alone
    sleeper
    leave_free 2
    is "$(oci exec "$id" cat /proc/self/cgroup)" 0::/
    counted 0
    peak_is 3
    gone
}
it 'exec with room for two processes: both are born in the group' two_free

one_free() {
    alone
    sleeper
    leave_free 1
    is "$(oci exec "$id" cat /proc/self/cgroup)" 0::/
    counted 0
    peak_is 3
    contains "$(oci exec "$id" sh -c "$no_fork" 2>&1 || true)" "can't fork"
    counted 1
    gone
}
it 'exec with room for one process: the program is in the group, and its own fork is refused' one_free

none_free() {
    [ "$runtime" != crun ] || skip "crun moves the process into the group, which goes past the limit"
    sleeper
    leave_free 0
    local code=0
    oci exec "$id" true >"$work/said" 2>&1 || code=$?
    cat "$work/said"
    is $code 255
    [ "$runtime" != crt-oci ] || contains "$(<"$work/said")" pids.max
    is "$(<"$group/pids.current")" 1
    is "$(oci state "$id" | jq -r .status)" running
    echo max >"$group/pids.max"
    is "$(oci exec "$id" cat /proc/self/cgroup)" 0::/
    gone
}
it 'exec without room is an error that names pids.max, and the container goes on' none_free

at_once() {
    alone
    sleeper
    leave_free 1
    local n
    for n in 1 2 3 4; do
        oci exec "$id" true 2>"$work/said$n" || true &
    done
    wait
    # one that ends may still be counted when the next begins
    cat "$work"/said*
    is "$(grep -hv pids.max "$work"/said* || true)" ""
    is "$(<"$group/pids.max")" 2
    is "$(<"$group/pids.current")" 1
    gone
}
it 'several at once leave the limit as it was' at_once

# docker's profile refuses clone3
status='while read -r name value; do case $name in CapEff: | NoNewPrivs: | Seccomp:) echo $name $value ;; esac; done </proc/$pid/status'
filtered() {
    alone
    local template=$base/whole.json free expected
    sleeper '.process.noNewPrivileges = false'
    expected=$(pid=$(pid_of "$id") bash -c "$status")
    contains "$expected" 'Seccomp: 2'
    contains "$expected" 'NoNewPrivs: 0'
    for free in 2 1; do
        leave_free $free
        is "$(oci exec "$id" sh -c "pid=self; $status")" "$expected"
        counted 0
    done
    gone
}
it 'the same below a filter that refuses clone3: filter and capabilities are those of the container' filtered

# joining ID JQ-FILTER: a bundle for the container ID in the pid namespace of this test's
joining() {
    bundle ".linux.cgroupsPath = \"/vm-tests/$1\" | (.linux.namespaces[] | select(.type == \"pid\")).path = \"/proc/$(pid_of "$id")/ns/pid\" | $2" "${3-}"
}
report_limit="read -r most </sys/fs/cgroup/pids.max; echo \"limit \$most\"; $no_fork"
joined_run() {
    sleeper
    joining beside '.linux.resources.pids = {limit: 1} | .process.args = ["sh", "-c", $script]' "$report_limit"
    oci run --bundle "$work/bundle" beside >"$work/said" 2>&1 || true
    cat "$work/said"
    contains "$(<"$work/said")" "limit 1"
    contains "$(<"$work/said")" "can't fork"
    [ ! -e "$parent/beside" ]
    gone
}
it 'a container that joins a pid namespace runs with pids.max 1, and cannot fork' joined_run

joined_create() {
    [ "$runtime" != runc ] || skip "runc's threads are in the group until start"
    sleeper
    joining beside '.linux.resources.pids = {limit: 1} | .process.args = ["sh", "-c", $script]' "$report_limit"
    oci create --bundle "$work/bundle" beside </dev/null >"$work/said" 2>&1
    is "$(<"$parent/beside/pids.max")" 1
    is "$(<"$parent/beside/pids.current")" 1
    oci start beside
    within 20 stopped beside
    cat "$work/said"
    contains "$(<"$work/said")" "limit 1"
    contains "$(<"$work/said")" "can't fork"
    is "$(<"$parent/beside/pids.events")" "max 1"
    oci delete beside
    gone
}
it 'the same with create and start' joined_create

joined_processes() {
    sleeper
    joining beside '.process.args = ["sh", "-c", $script]' 'cd /proc; read -r first </proc/1/comm; echo $first [0-9]*; echo sleep 1 $$'
    oci run --bundle "$work/bundle" beside >"$work/said"
    cat "$work/said"
    is "$(uniq "$work/said" | wc -l)" 1
    contains "$(<"$work/said")" "sleep 1 "
    gone
}
it 'in /proc it has the processes of the namespace that it joins, and no others' joined_processes

at_his_limit() {
    [ "$runtime" != runc ] || skip "runc's threads are processes of the user already when it calls execve"
    sleeper '.process.user = {uid: 1000, gid: 1000}'
    jq -c --arg script "while read -r a b c d e; do [ \"\$a \$b\" != \"Max processes\" ] || echo \$c \$d; done </proc/self/limits; $no_fork" \
        '.process | .args = ["sh", "-c", $script] | .rlimits += [{type: "RLIMIT_NPROC", soft: 2, hard: 2}]' \
        "$work/bundle/config.json" >"$work/process.json"
    oci exec --process "$work/process.json" "$id" >"$work/said" 2>&1 || true
    cat "$work/said"
    is "$(head -1 "$work/said")" "2 2"
    contains "$(<"$work/said")" "can't fork"
    gone
}
it 'exec for a user who may have one process more has that limit, and is that process' at_his_limit

lost() { [ "$runtime" = crt-oci ] || skip "$runtime looks in the group that is gone only"; }
# elsewhere: the first process goes to another group, and the one that was made for it is taken away
move() {
    mkdir "$parent/elsewhere"
    pid_of "$id" >"$parent/elsewhere/cgroup.procs"
    rmdir "$group"
}
moved_exec() {
    [ "$runtime" != crun ] || lost
    sleeper
    move
    oci exec --detach --pid-file "$work/pid" "$id" sleep 1001
    contains "$(<"/proc/$(<"$work/pid")/cgroup")" /vm-tests/elsewhere
    oci delete --force "$id"
    rmdir "$parent/elsewhere"
}
it 'exec works when the first process has moved and its group is gone' moved_exec

moved_list() {
    lost
    sleeper
    move
    oci exec --detach --pid-file "$work/pid" "$id" sleep 1001
    is "$(oci ps --format json "$id" | jq -c 'sort')" "$(printf '%s\n' "$(pid_of "$id")" "$(<"$work/pid")" | jq -sc 'sort')"
    oci delete --force "$id"
    rmdir "$parent/elsewhere"
}
it 'ps then lists what is in the group that it is in' moved_list

frozen_is() { grep -qx "frozen $1" "$parent/elsewhere/cgroup.events"; }
moved_pause() {
    lost
    sleeper
    move
    oci pause "$id"
    frozen_is 1
    is "$(oci state "$id" | jq -r .status)" paused
    oci resume "$id"
    frozen_is 0
    is "$(oci state "$id" | jq -r .status)" running
    oci delete --force "$id"
    rmdir "$parent/elsewhere"
}
it 'pause and resume then act on the group that it is in' moved_pause

finish
