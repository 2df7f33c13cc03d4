# Sourced by `inside`: docker. dockerd starts a containerd of its own; its shim supervises.
. "$here/commands.sh"

start_engine() {
    mkdir -p /etc/docker
    # the drop-in as it is installed; live-restore is for the check that restarts the daemon, the default runtime for docker build
    jq --arg runtime "$runtime" '. + {"live-restore": true, "default-runtime": $runtime}
        | if $runtime == "crun" then .runtimes.crun = {path: "/usr/bin/crun"} else . end' \
        $share/docker/daemon.json >/etc/docker/daemon.json
    start_daemon
    printf '# '
    dockerd --version
    engine_command pull -q $image >/dev/null
}

start_daemon() {
    dockerd >>/tmp/dockerd.log 2>&1 </dev/null &
    soon docker info
}

stop_daemon() {
    kill "$(cat /run/docker.pid)"
    soon gone /run/docker.pid
}

stop_engine() {
    stop_daemon
}

engine_command() {
    timeout --foreground --kill-after=5 $((60 * SLOW)) docker "$@"
}

run() {
    engine_command run --runtime "$runtime" "$@"
}

create() {
    engine_command create --runtime "$runtime" "$@"
}

knows_the_runtime() {
    local known
    known=$(docker info --format '{{json .Runtimes}}')
    [ "$runtime" = runc ] || is "$runtime_path" "$(jq -r ".$runtime.path" <<<"$known")"
    # `docker info` asks the runtime for its features when the daemon starts
    lacks 'level=(warning|error).*runtime' "$(grep -E 'runtime' /tmp/dockerd.log || true)"
    [ "$runtime" = runc ] || jq -e --arg r "$runtime" '.[$r].status."org.opencontainers.runtime-spec.features"' <<<"$known" >/dev/null
}

builds() {
    mkdir -p /tmp/context
    printf 'FROM %s\nRUN echo made > /made && test "$(id -u)" = 0\nUSER guest\nRUN id -un > /tmp/who\n' $image >/tmp/context/Dockerfile
    # BuildKit brings its own runc; the older builder uses the default runtime
    DOCKER_BUILDKIT=0 engine_command build -q -t built /tmp/context
    is "made guest" "$(run --rm built sh -c 'echo $(cat /made /tmp/who)')"
    engine_command rmi -f built
}

lists_processes() {
    run -d --name busy $image sh -c 'sleep 4201 & exec sleep 4202'
    has 'sleep 4201' "$(engine_command top busy)"
    has 'sleep 4202' "$(engine_command top busy)"
    engine_command rm -f busy
}

missing_directory() {
    is /new/place "$(run --rm -w /new/place $image pwd)"
}

healthcheck() {
    run -d --name well --health-cmd 'test -e /tmp/well' --health-interval 500ms $image sleep 4203
    engine_command exec well touch /tmp/well
    soon healthy well
    engine_command rm -f well
}

healthy() {
    is healthy "$(engine_command inspect -f '{{.State.Health.Status}}' "$1")"
}

restarts_on_failure() {
    run -d --name again --restart on-failure:2 $image sh -c 'exit 4'
    soon has '^exited 2 4$' "$(engine_command inspect -f '{{.State.Status}} {{.RestartCount}} {{.State.ExitCode}}' again)" ||
        soon tried_twice
    engine_command rm -f again
}

tried_twice() {
    is 'exited 2 4' "$(engine_command inspect -f '{{.State.Status}} {{.RestartCount}} {{.State.ExitCode}}' again)"
}

survives_the_daemon() {
    local before
    run -d --name stays $image sh -c 'trap "exit 9" TERM; while :; do sleep 0.1; done'
    before=$(engine_command inspect -f '{{.State.Pid}}' stays)
    stop_daemon
    start_daemon
    is "$before true" "$(engine_command inspect -f '{{.State.Pid}} {{.State.Running}}' stays)"
    is back "$(engine_command exec stays echo back)"
    engine_command stop -t 10 stays
    is 9 "$(engine_command inspect -f '{{.State.ExitCode}}' stays)"
    engine_command rm stays
}

gone() {
    [ ! -e "$1" ]
}

run_checks() {
    check "the drop-in file makes the runtime known, with its features" knows_the_runtime
    common_checks
    check "a working directory that is missing is made" missing_directory
    check "docker top lists the container's processes" lists_processes
    check "docker build (the classic builder) runs its steps" builds
    check "a health check runs inside the container" healthcheck
    check "the restart policy starts a failed container again" restarts_on_failure
    check "a container outlives the daemon and is found again" survives_the_daemon
}
