#!/bin/bash
# A container with CAP_SYS_PTRACE looks at what comes into its pid namespace, /payload/programs/spy
# (tests/Integration/Security/spy.c): here for kernels on which procfs has to be made by somebody in that namespace.
set -uo pipefail
. "$(dirname "$0")/tap"
if [ "$runtime" != crt-oci ]; then
    echo "1..0 # SKIP what others show is not asked here"
    exit 0
fi
cp /payload/programs/spy "$base/rootfs/"
export CRT_CANARY=CANARY-$RANDOM-$RANDOM
echo "$CRT_CANARY" >"$base/host-file"
said=$base/spy-said

spy() {
    bundle '.process.args = ["/spy", $ENV.base + "/host-file", $ENV.CRT_CANARY] | .annotations.canary = $ENV.CRT_CANARY
        | .process.capabilities[] += ["CAP_SYS_PTRACE"]'
    oci create --bundle "$work/bundle" "$id" </dev/null >"$said" 2>&1
    oci start "$id"
    within 20 grep -q ready "$said"
}
number() { sed -n "s/^$1 //p" "$said"; }
ended() {
    oci kill "$id" TERM
    within 20 stopped
    cat "$said"
    say "the spy saw $(number seen) processes, with the capabilities $(number privileges), and read $(number bytes) bytes of their memory"
    oci delete "$id"
}
export base

careless() {
    spy
    # the shell stays outside, its child is in there; nsenter itself would stop with a child that the spy stops
    nsenter --target "$(oci state "$id" | jq .pid)" --pid --no-fork sh -c 'sleep 3 & wait'
    ended
    [ "$(number opens)" -gt 0 ]
    [ "$(number environments)" -gt 0 ]
    [ "$(number memories)" -gt 0 ]
}
it 'the spy sees a process that brings the host along' careless

# created, it is in sight as long as one wants; run shows what comes before
joined() {
    spy
    bundle '.linux.cgroupsPath = "/vm-tests/beside" | .annotations.canary = $ENV.CRT_CANARY | .process.args = ["sh", "-c", $script]
        | .process.capabilities[] += ["CAP_SYS_PTRACE"]
        | (.linux.namespaces[] | select(.type == "pid")).path = "/proc/'"$(oci state "$id" | jq .pid)"'/ns/pid"' \
        'read -r first </proc/1/comm; echo $first'
    local n what
    for n in $(seq 8); do
        is "$(oci run --bundle "$work/bundle" --pid-file "$base/$CRT_CANARY" beside)" spy
    done
    oci create --bundle "$work/bundle" --pid-file "$base/$CRT_CANARY" beside </dev/null >/dev/null 2>&1
    sleep 2
    oci delete --force beside
    ended
    for what in opens environments arguments memories descriptors; do
        is "$(number $what)" 0
    done
    [ "$(number seen)" -gt 0 ]
    [ "$(number bytes)" -gt 0 ]
    # CAP_SYS_ADMIN: whoever calls fsopen for a procfs that cannot be told of the namespace (before Linux 6.17)
    is $((0x$(number privileges) & ~0xa82c25fb)) 0
}
it 'a container that joins the pid namespace shows nothing of the host' joined

finish
