# Sourced by `inside`: containerd with its own runc shim, and crt as the OCI runtime below it. `ctr` chooses it by an option,
# CRI (what Kubernetes uses) by the drop-in file.
pause_image=127.0.0.1:5000/pause:latest

start_engine() {
    mkdir -p /etc/containerd
    cat >/etc/containerd/config.toml <<TOML
version = 3
imports = ["$share/containerd/crt.toml"]
[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "$pause_image"
TOML
    case $runtime in
        crt) ;;
        *)
            sed "s|BinaryName = .*|BinaryName = \"$runtime_path\"|" $share/containerd/crt.toml >/tmp/other.toml
            sed -i "s|$share/containerd/crt.toml|/tmp/other.toml|" /etc/containerd/config.toml
            ;;
    esac
    start_daemon
    printf '# '
    containerd --version
    skopeo copy -q --dest-tls-verify=false oci:/image/pause:pause docker://$pause_image
    ctr images pull --plain-http $image >/dev/null
    ctr -n k8s.io images pull --plain-http $image >/dev/null
    ctr -n k8s.io images pull --plain-http $pause_image >/dev/null
}

start_daemon() {
    containerd >>/tmp/containerd.log 2>&1 </dev/null &
    echo $! >/tmp/containerd.pid
    soon ctr version
}

stop_daemon() {
    kill "$(cat /tmp/containerd.pid)"
    soon daemon_gone
}

daemon_gone() {
    ! kill -0 "$(cat /tmp/containerd.pid)"
}

stop_engine() {
    stop_daemon
}

c() {
    timeout --foreground --kill-after=5 $((60 * SLOW)) ctr "$@"
}

run() {
    # ctr asks for cpu.weight by itself, which no runtime can give where the controller is missing
    local shares=
    grep -qw cpu /sys/fs/cgroup/cgroup.controllers || shares="--cpu-shares 0"
    c run $shares --runc-binary "$runtime_path" "$@"
}

output_and_exit_code() {
    is hi "$(run --rm $image one echo hi)"
    ends 7 run --rm $image two sh -c 'exit 7'
    run --rm $image three sh -c 'echo out; echo err >&2' >/tmp/out 2>/tmp/err
    is "out err" "$(cat /tmp/out) $(cat /tmp/err)"
}

standard_input() {
    # the line only: ctr loses the end of an input that ends before the task is there
    is "a line" "$(echo "a line" | run --rm $image input head -n 1)"
}

terminal() {
    local said
    said=$("$here/pty" --size 31x97 --on '# ' 'tty; stty size; echo in$((40+2))\n' --on in42 'exit 6\n' \
        bash -c 'run --rm -t "$image" terminal sh') && return 1
    has '/dev/(pts/0|console)' "$said"
    has '31 97' "$said"
}

terminal_exit_code() {
    ends 6 "$here/pty" --on '# ' 'exit 6\n' bash -c 'run --rm -t "$image" terminal sh'
}

detached() {
    run -d $image steady sh -c 'trap "exit 3" TERM; trap "exit 4" HUP; hostname steady-host; while :; do sleep 0.1; done'
    has 'steady +[0-9]+ +RUNNING' "$(c task ls)"
    has "$(pid_of steady)" "$(c task ps steady)"
}

pid_of() {
    c task ls | awk -v id="$1" '$1 == id {print $2}'
}

executes() {
    is "in the container" "$(c task exec --exec-id e1 steady echo in the container)"
    ends 9 c task exec --exec-id e2 steady sh -c 'exit 9'
    is given "$(echo given | c task exec --exec-id e3 steady cat)"
    is "1000 /tmp" "$(c task exec --exec-id e4 --user 1000 --cwd /tmp steady sh -c 'echo $(id -u) $(pwd)')"
}

executes_on_a_terminal() {
    local said
    said=$("$here/pty" --size 33x99 --on '# ' 'stty size; echo end$((40+2))\n' --on end42 'exit 3\n' \
        bash -c 'c task exec --exec-id e5 -t steady sh') && return 1
    has '33 99' "$said"
}

executes_nothing() {
    local said
    said=$(c task exec --exec-id e6 steady no-such-command 2>&1) && return 1
    has 'no-such-command.*executable file.*not found' "$said"
}

pause() {
    c task pause steady
    has 'steady .*PAUSED' "$(c task ls)"
    c task resume steady
    has 'steady .*RUNNING' "$(c task ls)"
    is still "$(c task exec --exec-id e7 steady echo still)"
}

survives_the_daemon() {
    local before
    before=$(pid_of steady)
    stop_daemon
    start_daemon
    is "$before" "$(pid_of steady)"
    is again "$(c task exec --exec-id e8 steady echo again)"
}

two_at_once() {
    run -d $image other sleep 4301
    has 'steady .*RUNNING' "$(c task ls)"
    has 'other .*RUNNING' "$(c task ls)"
    lacks 4301 "$(c task exec --exec-id e9 steady ps)"
    c task kill -s KILL other
    soon stopped other
    c task delete other || true
    c container delete other
}

stopped() {
    has "$1 .*STOPPED" "$(c task ls)"
}

refuses_and_removes() {
    ends_not_zero c task delete steady
    c task kill -s HUP steady
    soon stopped steady
    has 'exit code 4' "$(c task delete steady 2>&1)"
    c container delete steady
    lacks steady "$(c container ls)"
}

ends_not_zero() {
    ! "$@"
}

starts_again() {
    c container create --runc-binary "$runtime_path" $image later sh -c 'echo ran; exit 5'
    is ran "$(c task start later || true)"
    c task delete later || true
    is ran "$(c task start later || true)"
    c task delete later || true
    c container delete later
}

settings() {
    mkdir -p /tmp/volume
    is "value /tmp 1000 named" "$(run --rm --env NAME=value --cwd /tmp --user 1000 --mount type=bind,src=/tmp/volume,dst=/v,options=rbind:rw $image set \
        sh -c 'echo $NAME $(pwd) $(id -u) named')"
    run --rm --mount type=bind,src=/tmp/volume,dst=/v,options=rbind:rw $image writes sh -c 'echo written >/v/file'
    is written "$(cat /tmp/volume/file)"
    ends_not_zero run --rm --mount type=bind,src=/tmp/volume,dst=/v,options=rbind:ro $image refused sh -c 'echo no >/v/file'
    ends_not_zero run --rm --read-only $image refused-too touch /file
    is "$(readlink /proc/self/ns/net)" "$(run --rm --net-host $image net readlink /proc/self/ns/net)"
    run --rm --privileged $image mounts mount -t tmpfs tmpfs /tmp
}

command_that_does_not_exist() {
    local said
    said=$(run --rm $image nothing no-such-command 2>&1) && return 1
    has 'no-such-command.*executable file.*not found' "$said"
}

limits() {
    controller memory
    controller cpu
    # ctr mounts no cgroup2 in the container
    run -d --memory-limit 67108864 --cpu-quota 50000 --cpu-period 100000 $image limited sleep 4302
    local group
    group=/sys/fs/cgroup$(cut -d: -f3 "/proc/$(pid_of limited)/cgroup")
    is "67108864 50000 100000" "$(echo $(cat "$group/memory.max" "$group/cpu.max"))"
    c task kill -s KILL limited
    soon stopped limited
    c task delete limited || true
    c container delete limited
    # more than the guest has swap
    ends 137 run --rm --memory-limit 33554432 $image greedy sh -c 'exec tail -c 600000000 /dev/zero'
}

user_namespace() {
    is "0 100000" "$(run --rm --uidmap 0:100000:2000 --gidmap 0:100000:2000 $image mapped awk '{print $1, $2}' /proc/self/uid_map)"
}

pod() {
    # CRI gives every pod a cpu.weight
    controller cpu
    controller memory
    controller pids
    trap 'grep -E "level=(error|warning)" /tmp/containerd.log | tail -4' ERR
    local config='1{ 1=pod 2=uid 3=default } 3=/tmp 8{ 1=/pods 2{ 1{ 1:2 } } }' pod container
    # with the default handler this would be runc: the name is that of the drop-in
    pod=$("$here/cri" RunPodSandbox 1{ $config } 2=crt | sed 's/^1 //')
    container=$("$here/cri" CreateContainer "1=$pod" 2{ 1{ 1=main } 2{ 1=$image } 3=sh 3=-c "3=trap 'exit 3' TERM; echo logged; while :; do sleep 0.1; done" \
        6{ 1=NAME 2=value } 11=main.log 15{ 1{ 1:100000 2:50000 4:67108864 9{ 1=pids.max 2=50 } } } } 3{ $config } | sed 's/^1 //')
    "$here/cri" StartContainer "1=$container"
    has "$runtime_path" "$(cat /run/containerd/io.containerd.runtime.v2.task/k8s.io/"$container"/options.json)"
    has '^1 value' "$("$here/cri" ExecSync "1=$container" 2=sh 2=-c '2=echo $NAME' "3:$((10 * SLOW))")"
    has '^3 9' "$("$here/cri" ExecSync "1=$container" 2=sh 2=-c '2=exit 9' "3:$((10 * SLOW))")"
    has '^1 67108864 50 50000 100000' "$("$here/cri" ExecSync "1=$container" 2=sh 2=-c \
        '2=cd /sys/fs/cgroup && echo $(cat memory.max pids.max cpu.max)' "3:$((10 * SLOW))")"
    soon grep -q 'stdout F logged' /tmp/main.log
    has '^1\.3 1' "$("$here/cri" ContainerStatus "1=$container")"
    "$here/cri" StopContainer "1=$container" 2:10
    has '^1\.7 3' "$("$here/cri" ContainerStatus "1=$container")"
    "$here/cri" RemoveContainer "1=$container"
    "$here/cri" StopPodSandbox "1=$pod"
    "$here/cri" RemovePodSandbox "1=$pod"
}

old_config_format() {
    # containerd 1.7 and older: the drop-in for version 2 is understood and migrated
    printf 'version = 2\nimports = ["%s"]\n' $share/containerd/crt-v2.toml >/tmp/v2.toml
    has "BinaryName = '/usr/local/bin/crt-oci'" "$(containerd --config /tmp/v2.toml config dump)"
}

run_checks() {
    export -f run c
    export image runtime runtime_path
    check "output, errors and the exit code of a foreground container come back" output_and_exit_code
    check "standard input reaches the container" standard_input
    check "a terminal has the size of the caller's and takes what is typed" terminal
    check "a terminal's container gives its exit code" terminal_exit_code
    check "a detached container is listed with its pid" detached
    check "exec gives output, input, exit code, user and directory" executes
    check "exec with a terminal has its size" executes_on_a_terminal
    check "exec of a command that does not exist names it" executes_nothing
    check "pause and resume change the state that is listed" pause
    check "a container outlives the daemon and is found again" survives_the_daemon
    check "two containers at once do not see each other" two_at_once
    check "delete refuses a running task and gives the exit code of a stopped one" refuses_and_removes
    check "a container's task is started twice" starts_again
    check "environment, directory, user, mounts, read-only root, host network and privileges are as asked" settings
    check "a command that does not exist is named" command_that_does_not_exist
    check "memory and cpu limits hold" limits
    todo "crt has no user namespaces yet" "a user namespace of its own is made" user_namespace
    check "CRI runs a pod by the handler of the drop-in file, with limits, exec, log, stop and exit code" pod
    check "the drop-in file for the older configuration format is understood" old_config_format
}
