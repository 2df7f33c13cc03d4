# Sourced by podman.sh and docker.sh: the checks that both command lines can express. They define
#   engine_command ARGUMENT...   the engine's command line
#   run ARGUMENT... / create ARGUMENT...   with the runtime in question

output_and_exit_code() {
    is "hi" "$(run --rm $image echo hi)"
    ends 7 run --rm $image sh -c 'exit 7'
    run --rm $image sh -c 'echo out; echo err >&2' >/tmp/out 2>/tmp/err
    is "out" "$(cat /tmp/out)"
    is "err" "$(cat /tmp/err)"
}

standard_input() {
    is "a line|" "$(echo "a line" | run --rm -i $image sh -c 'tr "\n" "|"')"
    # more than a pipe holds, both ways
    is "$(head -c 3000000 /dev/zero | sha256sum)" "$(head -c 3000000 /dev/zero | run --rm -i $image cat | sha256sum)"
}

terminal() {
    local said
    said=$("$here/pty" --size 31x97 --on '# ' 'tty; stty size; test -t 0 && echo in$((40+2))\n' --on in42 'exit 6\n' \
        bash -c 'run --rm -it "$0" sh' $image) && return 1
    has '/dev/pts/0' "$said"
    has '31 97' "$said"
}

terminal_exit_code() {
    ends 6 "$here/pty" --on '# ' 'exit 6\n' bash -c 'run --rm -it "$0" sh' $image
}

interrupt() {
    local said
    said=$("$here/pty" --on ready '\x03' bash -c 'run --rm -it "$0" sh -c "trap \"echo caught; exit 5\" INT; echo ready; while :; do sleep 0.1; done"' $image) || true
    has caught "$said"
}

detached() {
    run -d --name steady --hostname steady-host $image sh -c 'echo to-out; echo to-err >&2; exec sleep 4001'
    is "true" "$(engine_command inspect -f '{{.State.Running}}' steady)"
    has '^steady$' "$(engine_command ps --format '{{.Names}}')"
    local pid
    pid=$(engine_command inspect -f '{{.State.Pid}}' steady)
    is "sleep 4001 " "$(tr '\0' ' ' <"/proc/$pid/cmdline")"
}

logs() {
    engine_command logs steady >/tmp/out 2>/tmp/err
    is "to-out" "$(cat /tmp/out)"
    is "to-err" "$(cat /tmp/err)"
}

exec_without_terminal() {
    is "steady-host" "$(engine_command exec steady hostname)"
    ends 9 engine_command exec steady sh -c 'exit 9'
    is "given" "$(echo given | engine_command exec -i steady cat)"
    is "1000 /tmp v" "$(engine_command exec -u guest -w /tmp -e K=v steady sh -c 'echo $(id -u) $(pwd) $K')"
    # the container's own namespaces: its first process is the one that was given
    has '^sleep' "$(engine_command exec steady tr '\0' ' ' /proc/1/cmdline | head -c 5; engine_command exec steady cat /proc/1/cmdline | tr '\0' ' ')"
}

exec_with_terminal() {
    local said
    said=$("$here/pty" --size 33x99 --on '# ' 'stty size; echo end$((40+2))\n' --on end42 'exit 3\n' \
        bash -c 'engine_command exec -it steady sh') && return 1
    has '33 99' "$said"
    ends 3 "$here/pty" --on '# ' 'exit 3\n' bash -c 'engine_command exec -it steady sh'
}

exec_of_nothing() {
    ends 127 engine_command exec steady /no/such/program
    ends 126 engine_command exec steady /etc/passwd
}

ordinary_stop() {
    run -d --name polite $image sh -c 'trap "exit 3" TERM; while :; do sleep 0.1; done'
    engine_command stop -t 10 polite
    is "false 3" "$(engine_command inspect -f '{{.State.Running}} {{.State.ExitCode}}' polite)"
    engine_command rm polite
}

forced_stop() {
    run -d --name stubborn $image sh -c 'trap "" TERM; while :; do sleep 0.1; done'
    engine_command stop -t 1 stubborn
    is "137" "$(engine_command inspect -f '{{.State.ExitCode}}' stubborn)"
    engine_command rm stubborn
}

kill_with_a_signal() {
    run -d --name target $image sh -c 'trap "echo usr1" USR1; trap "echo hup; exit 4" HUP; echo ready; while :; do sleep 0.1; done'
    soon logged target ready
    engine_command kill -s USR1 target
    soon logged target usr1
    engine_command kill -s HUP target
    is 4 "$(engine_command wait target)"
    ends_not_zero engine_command kill target
    engine_command rm target
}

logged() {
    has "$2" "$(engine_command logs "$1" 2>&1)"
}

ends_not_zero() {
    ! "$@"
}

restart() {
    local before
    before=$(engine_command inspect -f '{{.State.Pid}}' steady)
    engine_command restart -t 0 steady
    is "true" "$(engine_command inspect -f '{{.State.Running}}' steady)"
    [ "$before" != "$(engine_command inspect -f '{{.State.Pid}}' steady)" ]
    is "steady-host" "$(engine_command exec steady hostname)"
}

two_at_once() {
    run -d --name other --hostname other-host $image sleep 4002
    is "steady-host other-host" "$(engine_command exec steady hostname) $(engine_command exec other hostname)"
    lacks 4002 "$(engine_command exec steady ps)"
    has 4002 "$(engine_command exec other ps)"
    engine_command rm -f other
}

pause() {
    engine_command pause steady
    is "paused" "$(engine_command inspect -f '{{.State.Status}}' steady)"
    local pid
    pid=$(engine_command inspect -f '{{.State.Pid}}' steady)
    has 'frozen 1' "$(cat "/sys/fs/cgroup$(sed -n 's/^0:://p' "/proc/$pid/cgroup")/cgroup.events")"
    engine_command unpause steady
    is "running" "$(engine_command inspect -f '{{.State.Status}}' steady)"
    is "still" "$(engine_command exec steady echo still)"
}

removal() {
    ends_not_zero engine_command rm steady
    engine_command rm -f steady
    ends_not_zero engine_command inspect steady
}

create_and_start() {
    create --name later -i $image sh -c 'read line; echo "got $line"; exit 8'
    is "created" "$(engine_command inspect -f '{{.State.Status}}' later)"
    is "got this" "$(echo this | engine_command start -a -i later || true)"
    is 8 "$(engine_command inspect -f '{{.State.ExitCode}}' later)"
    # and the same container once more
    is "got that" "$(echo that | engine_command start -a -i later || true)"
    engine_command rm later
}

environment() {
    is "value /tmp 1000:1000 named" "$(run --rm -e NAME=value -w /tmp -u guest --hostname named $image sh -c 'echo $NAME $(pwd) $(id -u):$(id -g) $(hostname)')"
    is "1234:2345" "$(run --rm -u 1234:2345 $image sh -c 'echo $(id -u):$(id -g)')"
    has '2000' "$(run --rm -u guest $image id -G)"
}

volumes() {
    mkdir -p /tmp/volume
    run --rm -v /tmp/volume:/v $image sh -c 'echo written >/v/file'
    is "written" "$(cat /tmp/volume/file)"
    ends_not_zero run --rm -v /tmp/volume:/v:ro $image sh -c 'echo no >/v/file'
    is "written" "$(run --rm -v /tmp/volume:/v:ro $image cat /v/file)"
    run --rm -v named:/n $image sh -c 'echo kept >/n/file'
    is "kept" "$(run --rm -v named:/n $image cat /n/file)"
    engine_command volume rm named
    is "tmpfs" "$(run --rm --tmpfs /scratch:size=1m $image stat -f -c %T /scratch)"
}

read_only() {
    ends_not_zero run --rm --read-only $image touch /file
    run --rm --read-only --tmpfs /scratch $image touch /scratch/file
}

command_that_does_not_exist() {
    local said code=0
    said=$(run --rm $image no-such-command 2>&1) || code=$?
    is 127 $code
    has 'no-such-command' "$said"
    has 'executable file.*not found' "$said"
    ends 127 run --rm $image /no/such/file
    ends 126 run --rm $image /etc/plain-file
    ends 126 run --rm $image /etc
}

init_process() {
    has 'init|catatonit' "$(run --rm --init $image sh -c 'cat /proc/1/comm')"
}

capabilities() {
    is "0000000000000000" "$(run --rm --cap-drop all $image awk '/CapEff/ {print $2}' /proc/self/status)"
    is "0000000000001000" "$(run --rm --cap-drop all --cap-add net_admin $image awk '/CapEff/ {print $2}' /proc/self/status)"
    is "2" "$(run --rm $image awk '/^Seccomp:/ {print $2}' /proc/self/status)"
    is "0" "$(run --rm --security-opt seccomp=unconfined $image awk '/^Seccomp:/ {print $2}' /proc/self/status)"
    is "1" "$(run --rm --security-opt no-new-privileges $image awk '/NoNewPrivs/ {print $2}' /proc/self/status)"
}

privileged() {
    # the mount needs CAP_SYS_ADMIN, no seccomp filter and devices
    run --rm --privileged --network host $image sh -c 'mount -t tmpfs tmpfs /tmp && test -w /dev/kmsg -o -e /dev/null'
}

settings() {
    is "77" "$(run --rm --ulimit nofile=77:77 $image sh -c 'ulimit -n')"
    is "4096" "$(run --rm --sysctl net.core.somaxconn=4096 $image cat /proc/sys/net/core/somaxconn)"
    is "1024" "$(run --rm --shm-size 1m $image df -k /dev/shm | awk 'END {print $2}')"
    has 'c' "$(run --rm --device /dev/full:/dev/mine $image stat -c %A /dev/mine)"
    has '10.1.2.3.*far' "$(run --rm --add-host far:10.1.2.3 $image cat /etc/hosts)"
}

shared_namespaces() {
    run -d --name owner --ipc shareable $image sleep 4003
    local pid
    pid=$(engine_command inspect -f '{{.State.Pid}}' owner)
    is "$(readlink "/proc/$pid/ns/net")" "$(run --rm --network container:owner $image readlink /proc/self/ns/net)"
    is "$(readlink "/proc/$pid/ns/ipc")" "$(run --rm --ipc container:owner $image readlink /proc/self/ns/ipc)"
    has 'sleep 4003' "$(run --rm --pid container:owner $image ps -o args)"
    is "$(readlink /proc/self/ns/pid)" "$(run --rm --pid host $image readlink /proc/self/ns/pid)"
    is "$(readlink /proc/self/ns/net)" "$(run --rm --network host $image readlink /proc/self/ns/net)"
    is "1" "$(run --rm --network none $image ip -o link show up | wc -l)"
    engine_command rm -f owner
}

# bridge networks need CAP_NET_ADMIN, veth, bridges and nftables or iptables in the kernel; they are there or nothing is skipped
bridge() {
    has 'eth0.* inet ' "$(run --rm $image ip -o -4 addr)"
    run -d --name server -p 8080:80 $image sh -c 'echo served >/tmp/index.html; exec httpd -f -p 80 -h /tmp'
    soon fetch http://127.0.0.1:8080/index.html
    engine_command rm -f server
}

fetch() {
    is served "$(busybox wget -qO- "$1")"
}

names_on_a_network() {
    engine_command network create together
    run -d --name server --network together $image sh -c 'echo served >/tmp/index.html; exec httpd -f -p 80 -h /tmp'
    is served "$(run --rm --network together $image sh -c 'for i in 1 2 3 4 5; do wget -qO- http://server/index.html && exit; sleep 0.3; done')"
    engine_command rm -f server
    engine_command network rm together
}

copy_and_commit() {
    run -d --name source $image sh -c 'echo inner >/file; exec sleep 4004'
    soon engine_command exec source test -s /file
    engine_command cp source:/file /tmp/copied
    is inner "$(cat /tmp/copied)"
    echo outer >/tmp/copied
    engine_command cp /tmp/copied source:/back
    is outer "$(engine_command exec source cat /back)"
    # commit pauses the container meanwhile
    engine_command commit source committed
    is inner "$(run --rm committed cat /file)"
    engine_command rm -f source
    engine_command rmi -f committed
}

limits() {
    controller memory
    controller pids
    controller cpu
    local files='cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/pids.max /sys/fs/cgroup/cpu.max'
    is "67108864 50 50000 100000" "$(run --rm --memory 64m --pids-limit 50 --cpus 0.5 $image sh -c "echo \$($files)")"
    # more than the limit ends in the kernel's OOM killer, not in swap
    ends 137 run --rm --memory 32m --memory-swap 32m $image sh -c 'exec tail -c 200000000 /dev/zero'
}

update() {
    controller memory
    run -d --name grows --memory 64m $image sleep 4005
    # removed in any case: the last check looks for what is left
    local code=0
    engine_command update --memory 96m --memory-swap 96m grows || code=$?
    local found
    found=$(engine_command exec grows cat /sys/fs/cgroup/memory.max || true)
    engine_command rm -f grows
    is 0 $code
    is 100663296 "$found"
}

common_checks() {
    export -f run engine_command
    export image runtime
    check "output, errors and the exit code of a foreground container come back" output_and_exit_code
    check "standard input reaches the container, and its end" standard_input
    check "a terminal has the size of the caller's and takes what is typed" terminal
    check "a terminal's container gives its exit code" terminal_exit_code
    check "ctrl-C typed at the terminal interrupts the program" interrupt
    check "a detached container is running, listed and has the pid that inspect shows" detached
    check "logs hold output and errors apart" logs
    check "exec gives output, input, exit code, user, directory and environment" exec_without_terminal
    check "exec with a terminal has its size and gives its exit code" exec_with_terminal
    check "exec of what does not exist ends with 127, of what is no program with 126" exec_of_nothing
    check "stop lets the program end by itself" ordinary_stop
    check "stop kills a program that ignores it" forced_stop
    check "kill sends the signal that is named" kill_with_a_signal
    check "restart makes a new process of the same container" restart
    check "two containers at once do not see each other" two_at_once
    check "pause freezes, unpause goes on" pause
    check "rm refuses a running container, rm -f removes it" removal
    check "a container that was only created starts later, twice" create_and_start
    check "environment, directory, user, groups and host name are as asked" environment
    check "volumes: bind, read-only bind, named, tmpfs" volumes
    check "a read-only root refuses writes" read_only
    check "a command that does not exist ends with 127 and is named, one that is no program with 126" command_that_does_not_exist
    check "an init process is put before the program" init_process
    check "capabilities, seccomp and no-new-privileges are as asked" capabilities
    check "a privileged container may mount" privileged
    check "ulimit, sysctl, shm size, device and hosts entry are as asked" settings
    check "namespaces of another container and of the host are joined" shared_namespaces
    check "a bridge network gives an address and publishes a port" bridge
    check "containers on one network find each other by name" names_on_a_network
    check "copy and commit work on a running container" copy_and_commit
    check "memory, pids and cpu limits hold" limits
    todo "crt has no update yet" "update changes the limit of a running container" update
}
