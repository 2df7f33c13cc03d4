#!/bin/bash
# linux.resources on a kernel that has every cgroup v2 controller: what is written, and what it does.
set -uo pipefail
. "$(dirname "$0")/tap"

created() {
    bundle "$1"
    oci create --bundle "$work/bundle" "$id"
}
gone() { oci delete --force "$id" && [ ! -e "$group" ]; }
refused() {
    bundle "$1"
    ! oci run --bundle "$work/bundle" "$id" >"$work/said" 2>&1 || { echo "it was not refused" >&2; return 1; }
    cat "$work/said"
    # crun 1.28 leaves the group of a container behind that it refused
    [ "$runtime" != crun ] || rmdir "$group" 2>/dev/null || true
    [ ! -e "$group" ]
}

memory_is_written() {
    created '.linux.resources.memory = {limit: 67108864, reservation: 33554432, swap: 100663296}'
    is "$(<"$group/memory.max")" 67108864
    is "$(<"$group/memory.low")" 33554432
    is "$(<"$group/memory.swap.max")" 33554432
    gone
}
it 'memory limit, reservation and swap arrive as memory.max, memory.low and the difference as memory.swap.max' memory_is_written

statistics_are_there() {
    created .
    [ -s "$group/memory.current" ] && [ -s "$group/pids.current" ] && [ -e "$group/io.stat" ] && [ -e "$group/cpuset.cpus.effective" ]
    gone
}
it 'a container without limits has the statistics that engines read' statistics_are_there

no_limit_is_written() {
    created '.linux.resources.memory = {limit: -1, swap: -1}'
    is "$(<"$group/memory.max")" max
    is "$(<"$group/memory.swap.max")" max
    gone
}
it 'a memory limit and swap of -1 are no limit' no_limit_is_written

swap_below_memory() { refused '.linux.resources.memory = {limit: 67108864, swap: 33554432}'; }
it 'memory and swap together below the memory limit are refused' swap_below_memory

eater='x=a; while :; do x=$x$x; done'
oom_is_seen() {
    script "$eater" ".linux.resources.memory = {limit: 16777216, swap: 16777216}"
    oci create --bundle "$work/bundle" "$id"
    oci start "$id"
    within 60 stopped
    contains "$(<"$group/memory.events")" "oom_kill 1"
    [ "$(<"$group/memory.peak")" -le 16777216 ]
    gone
}
it 'a process that eats more than the memory limit is killed, and memory.events counts it' oom_is_seen

oom_exit_code() {
    script "$eater" ".linux.resources.memory = {limit: 16777216, swap: 16777216}"
    local code=0
    oci run --bundle "$work/bundle" "$id" || code=$?
    is $code 137
}
it 'run ends with 137 when the kernel killed the container for its memory' oom_exit_code

survives_with_swap() {
    script 'x=$(head -c 24000000 /dev/zero | tr "\0" a); echo ${#x}' ".linux.resources.memory = {limit: 33554432, swap: 134217728}"
    is "$(oci run --bundle "$work/bundle" "$id")" 24000000
}
it 'with swap a process may have more than the memory limit' survives_with_swap

cpu_is_written() {
    created '.linux.resources.cpu = {shares: 1024, quota: 50000, period: 200000}'
    is "$(<"$group/cpu.max")" "50000 200000"
    is "$(<"$group/cpu.weight")" 100
    gone
}
it 'cpu quota, period and shares arrive as cpu.max and cpu.weight' cpu_is_written

burst_and_idle() {
    created '.linux.resources.cpu = {quota: 50000, period: 100000, burst: 20000, idle: 1}'
    is "$(<"$group/cpu.max.burst")" 20000
    is "$(<"$group/cpu.idle")" 1
    gone
}
it 'cpu burst and idle arrive' burst_and_idle

weight_of() {
    oci_of "$1" create --bundle "$work/bundle" "$id"
    cat "$group/cpu.weight"
    oci_of "$1" delete --force "$id"
}
same_weight() {
    local shares mine
    for shares in 300 262144; do
        bundle ".linux.resources.cpu = {shares: $shares}"
        mine=$(weight_of "$runtime")
        say "shares $shares: cpu.weight $mine"
        is "$mine" "$(weight_of runc)"
        is "$mine" "$(weight_of crun)"
    done
}
it 'cpu shares become the cpu.weight that runc and crun make of them' same_weight

throttled() {
    script 'i=0; while [ $i -lt 40000 ]; do i=$((i+1)); done' ".linux.resources.cpu = {quota: 10000, period: 100000}"
    oci create --bundle "$work/bundle" "$id"
    oci start "$id"
    within 20 grep -q '^nr_throttled [1-9]' "$group/cpu.stat"
    gone
}
it 'a busy container is throttled to its cpu quota' throttled

cpuset() {
    script 'grep Cpus_allowed_list /proc/self/status' ".linux.resources.cpu = {cpus: \"1\", mems: \"0\"}"
    is "$(oci run --bundle "$work/bundle" "$id")" "$(printf 'Cpus_allowed_list:\t1')"
}
it 'a container with cpuset 1 runs on processor 1 only' cpuset

all_processors() {
    script 'grep Cpus_allowed_list /proc/self/status'
    is "$(taskset -pc 0 "$BASHPID" >/dev/null && oci run --bundle "$work/bundle" "$id")" "$(printf 'Cpus_allowed_list:\t0-1')"
}
it 'a container without cpuset has all processors, whatever its caller has' all_processors

no_such_processor() { contains "$(refused '.linux.resources.cpu = {cpus: "77"}')" cpus; }
it 'a processor that is not there is refused, and the error names the field or file' no_such_processor

one_process() {
    bundle ".process.args = [\"/bin/true\"] | .linux.resources.pids = {limit: 1}"
    oci run --bundle "$work/bundle" "$id"
    script '/bin/true; echo second' ".linux.resources.pids = {limit: 1}"
    local code=0
    oci run --bundle "$work/bundle" "$id" >"$work/said" 2>&1 || code=$?
    contains "$(<"$work/said")" "can't fork"
}
it 'with pids.max 1 the container starts, and cannot fork' one_process

pids_hold() {
    created '.linux.resources.pids = {limit: 7} | .process.args = ["sleep", "1000"]'
    is "$(<"$group/pids.max")" 7
    oci start "$id"
    oci exec "$id" sh -c 'for i in 1 2 3 4 5 6 7 8 9; do sleep 60 & done' || true
    grep -q '^max [1-9]' "$group/pids.events"
    gone
}
it 'pids.max holds a container that forks, also through exec' pids_hold

disk=$(cat /sys/block/vda/dev 2>/dev/null)
throttle() {
    created ".linux.resources.blockIO = {weight: 500, throttleReadBpsDevice: [{major: ${disk%:*}, minor: ${disk#*:}, rate: 1048576}], throttleWriteIOPSDevice: [{major: ${disk%:*}, minor: ${disk#*:}, rate: 100}]}"
    contains "$(<"$group/io.max")" "$disk rbps=1048576"
    contains "$(<"$group/io.max")" "wiops=100"
    is "$(<"$group/io.weight")" "default 4950"
    gone
}
todo 'blockIO is not implemented' 'block I/O weight and rates arrive as io.weight and io.max' throttle

hugepages() {
    created '.linux.resources.hugepageLimits = [{pageSize: "2MB", limit: 4194304}]'
    is "$(<"$group/hugetlb.2MB.max")" 4194304
    gone
}
todo 'hugepageLimits are not implemented' 'huge page limits arrive' hugepages

refused_by_name() {
    [ "$runtime" = crt-oci ] || skip "runc and crun have it"
    contains "$(refused '.linux.resources.blockIO = {weight: 500}')" linux.resources.blockIO
    contains "$(refused '.linux.resources.hugepageLimits = [{pageSize: "2MB", limit: 4194304}]')" linux.resources.hugepageLimits
}
it 'limits that crt does not have yet are errors that name the field' refused_by_name

unified() {
    created '.linux.resources.unified = {"memory.high": "50003968", "pids.max": "9", "io.weight": "default 321", "cpu.max": "30000 100000"}'
    is "$(<"$group/memory.high")" 50003968
    is "$(<"$group/pids.max")" 9
    is "$(<"$group/io.weight")" "default 321"
    is "$(<"$group/cpu.max")" "30000 100000"
    gone
}
it 'the files of unified are written as they are' unified

second_disk=$(cat /sys/block/vdb/dev 2>/dev/null)
unified_lines() {
    created ".linux.resources.unified = {\"io.max\": \"$disk rbps=1048576\\n$second_disk wbps=2097152\"}"
    contains "$(<"$group/io.max")" "$disk rbps=1048576"
    contains "$(<"$group/io.max")" "wbps=2097152"
    gone
}
it 'a value of unified with several lines arrives line by line' unified_lines

unified_unknown() { contains "$(refused '.linux.resources.unified = {"nosuch.file": "1"}')" nosuch; }
it 'a file of unified that does not exist is refused by its name' unified_unknown

unified_wins() {
    created '.linux.resources.memory = {limit: 67108864} | .linux.resources.unified = {"memory.max": "50003968"}'
    is "$(<"$group/memory.max")" 50003968
    gone
}
it 'unified wins over the field for the same file' unified_wins

read_disk="mknod /dev/disk b ${disk/:/ }; head -c 512 /dev/disk | wc -c; head -c 512 /dev/zero | dd of=/dev/disk 2>/dev/null && echo written"
devices_refused() {
    script "$read_disk"
    local said
    said=$(oci run --bundle "$work/bundle" "$id" 2>&1 || true)
    contains "$said" "Operation not permitted"
    [ "${said%written*}" = "$said" ]
}
it 'a device node that the container made itself cannot be opened' devices_refused

devices_allowed() {
    script "$read_disk" ".linux.resources.devices += [{allow: true, type: \"b\", major: ${disk%:*}, minor: ${disk#*:}, access: \"r\"}]"
    is "$(oci run --bundle "$work/bundle" "$id" 2>/dev/null || true)" 512
}
it 'a device that may be read can be read and not written' devices_allowed

# below a group of its own, since the parent of all tests has every controller on
every_controller() {
    mkdir "$group"
    created '.linux.cgroupsPath += "/inner"'
    local controller
    for controller in cpuset cpu io memory pids; do
        contains " $(<"$group/inner/cgroup.controllers") " " $controller "
    done
    oci delete --force "$id"
    rmdir "$group"
}
it 'a container without limits has every controller in its group' every_controller

default_group() {
    bundle 'del(.linux.cgroupsPath) | .linux.resources.memory = {limit: 67108864} | .process.args = ["sleep", "1000"]'
    oci run --detach --bundle "$work/bundle" "$id" </dev/null >/dev/null 2>&1
    local at
    at=$(cut -d: -f3 "/proc/$(oci state "$id" | jq .pid)/cgroup")
    is "$(<"/sys/fs/cgroup$at/memory.max")" 67108864
    oci delete --force "$id"
    [ ! -e "/sys/fs/cgroup$at" ]
}
it 'limits hold in the group that the runtime chooses itself' default_group

all_die() {
    script 'sleep 1001 & sleep 1002 & exec sleep 1003' ".linux.namespaces |= map(select(.type != \"pid\"))"
    oci run --detach --bundle "$work/bundle" "$id" </dev/null >/dev/null 2>&1
    within 10 test "$(wc -l <"$group/cgroup.procs")" -ge 1
    oci delete --force "$id"
    within 10 sh -c '! grep -q "^sleep.100[123]" /proc/[0-9]*/cmdline'
}
it 'delete --force ends every process of a container that shares the pid namespace' all_die

finish
