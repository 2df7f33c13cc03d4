# Sourced by `inside`: podman. There is no daemon; conmon supervises.
. "$here/commands.sh"
conf=/etc/containers/containers.conf.d

start_engine() {
    mkdir -p $conf
    cp $share/containers.conf.d/crt.conf $conf/
    # podman asks for pids.max=2048 by itself, which no runtime can give where the controller is missing
    grep -qw pids /sys/fs/cgroup/cgroup.controllers || printf '[containers]\npids_limit = 0\n' >$conf/no-pids.conf
    printf '[[registry]]\nlocation = "127.0.0.1:5000"\ninsecure = true\n' >/etc/containers/registries.conf.d/local.conf
    command_line --version
    engine_command pull -q $image >/dev/null
}

stop_engine() {
    engine_command system reset --force >/dev/null 2>&1 || true
}

engine_command() {
    timeout --foreground --kill-after=5 $((60 * SLOW)) podman --cgroup-manager cgroupfs --runtime "$runtime" "$@"
}

# run and create take no runtime of their own
run() {
    engine_command run "$@"
}

create() {
    engine_command create "$@"
}

command_line() {
    printf '# '
    engine_command "$@"
}

knows_the_runtime() {
    is "$runtime" "$(engine_command info --format '{{.Host.OCIRuntime.Name}}')"
    is "$(realpath "$runtime_path")" "$(realpath "$(engine_command info --format '{{.Host.OCIRuntime.Path}}')")"
    has "version" "$(engine_command info --format '{{.Host.OCIRuntime.Version}}')"
}

builds() {
    mkdir -p /tmp/context
    printf 'FROM %s\nRUN echo made > /made && test "$(id -u)" = 0\nUSER guest\nRUN id -un > /tmp/who\n' $image >/tmp/context/Containerfile
    # podman build asks for higher limits than CAP_SYS_RESOURCE allows on some machines, and chooses its runtime by itself, from the option
    timeout $((120 * SLOW)) podman --cgroup-manager cgroupfs build --runtime "$runtime_path" --network none --isolation oci --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 -q -t built /tmp/context
    is "made guest" "$(run --rm --network none built sh -c 'echo $(cat /made /tmp/who)')"
    engine_command rmi -f built
}

pods() {
    engine_command pod create --name group --infra-name group-infra
    run -d --pod group --name left $image sleep 4101
    is "$(engine_command inspect -f '{{.State.Pid}}' group-infra | xargs -I{} readlink /proc/{}/ns/net)" \
        "$(run --rm --pod group $image readlink /proc/self/ns/net)"
    engine_command pod stop -t 1 group
    engine_command pod rm -f group
}

copied_up() {
    # podman's default for a tmpfs: it begins with what it covers
    is inside "$(run --rm --tmpfs /filled $image cat /filled/file)"
    is "" "$(run --rm --tmpfs /filled:notmpcopyup $image ls /filled)"
}

healthcheck() {
    # the timer that would call it regularly is systemd's
    run -d --name well --health-cmd 'test -e /tmp/well' --health-interval disable $image sleep 4102
    ends 1 engine_command healthcheck run well
    engine_command exec well touch /tmp/well
    engine_command healthcheck run well
    engine_command rm -f -t 0 well
}

wrong_option_is_told() {
    # the reason is taken from the log that crt writes as JSON, not from stderr
    local said
    said=$(run --rm --log-level debug --mount type=bind,src=/tmp/no-such-directory,dst=/x $image true 2>&1) && return 1
    has 'no-such-directory' "$said"
}

user_namespace() {
    is "0 100000" "$(run --rm --network none --uidmap 0:100000:2000 --gidmap 0:100000:3000 $image awk '{print $1, $2}' /proc/self/uid_map)"
}

run_checks() {
    check "the drop-in file makes the runtime known, with its version" knows_the_runtime
    common_checks
    check "a pod's containers share its network namespace" pods
    check "a tmpfs begins with what it covers" copied_up
    check "podman build runs its steps" builds
    check "a health check runs inside the container" healthcheck
    check "an error names the mount that it is about" wrong_option_is_told
    todo "crt has no user namespaces yet" "a user namespace of its own is made" user_namespace
}
