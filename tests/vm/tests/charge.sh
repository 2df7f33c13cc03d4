#!/bin/bash
# What a runtime itself costs the container: memory charged to its group before exec, the smallest limit that works.
set -uo pipefail
. "$(dirname "$0")/tap"
template=$base/whole.json

# charge_of PROGRAM: "PEAK HELD" in KiB of a container that was created and not started. The counter is fed in
# batches of 256 KiB a processor; memory.stat has what is really held, up to date every two seconds.
charge_of() {
    oci_of "$1" create --bundle "$work/bundle" "$id" >/dev/null 2>&1
    sleep 2.5
    awk -v peak="$(<"$group/memory.peak")" '$1 ~ /^(anon|file|kernel|sock)$/ { held += $2 }
        END { print int(peak / 1024), int(held / 1024) }' "$group/memory.stat"
    oci_of "$1" delete --force "$id" >/dev/null 2>&1
}
# the middle one of three, each column for itself
median_charge_of() {
    local all
    all=$(for _ in 1 2 3; do charge_of "$1"; done)
    echo $(cut -d' ' -f1 <<<"$all" | sort -n | sed -n 2p) $(cut -d' ' -f2 <<<"$all" | sort -n | sed -n 2p)
}
charged() {
    bundle '.process.args = ["/bin/true"]'
    local program peak held
    for program in "$runtime" crun runc; do
        read -r peak held < <(median_charge_of "$program")
        say "charged to a created container, median of 3: $program peak $peak KiB, held $held KiB"
        [ "$program" != "$runtime" ] || { mine=$peak now=$held; }
        [ "$program" != crun ] || { theirs=$peak then=$held; }
    done
    # one batch more or less in the peak is no difference; what is held is exact
    [ "$mine" -le $((theirs + 256)) ]
    [ "$now" -le "$then" ]
}
it 'a created container is charged no more memory than by crun' charged

works_with() {
    local program=$1 kib=$2 _
    bundle ".process.args = [\"/bin/true\"] | .linux.resources.memory = {limit: $((kib * 1024)), swap: $((kib * 1024))}"
    for _ in 1 2; do
        timeout 60 "$program" --root "$base/state-$program" run --bundle "$work/bundle" "$id" >/dev/null 2>&1 || {
            "$program" --root "$base/state-$program" delete --force "$id" >/dev/null 2>&1 || true
            rmdir "$group" 2>/dev/null || true
            return 1
        }
    done
}
# smallest PROGRAM: in KiB, by halving, in steps of 128
smallest() {
    local low=0 high=64 middle
    works_with "$1" $((high * 128)) || { echo 0; return; }
    while [ $((high - low)) -gt 1 ]; do
        middle=$(((low + high) / 2))
        if works_with "$1" $((middle * 128)); then high=$middle; else low=$middle; fi
    done
    echo $((high * 128))
}
small_limit() {
    local mine theirs
    mine=$(smallest "$runtime") theirs=$(smallest crun)
    say "smallest memory limit with which /bin/true runs twice: $runtime $mine KiB, crun $theirs KiB"
    # one step more or less is the batches' doing
    [ "$mine" -gt 0 ]
    [ "$mine" -le $((theirs + 128)) ]
}
it 'a container runs with a memory limit as small as under crun, within 128 KiB' small_limit

finish
