# Sourced by `inside`: checks as TAP lines with a sentence each, and the sum of them in $results.
# A check is a function. It runs in a subshell with errexit: the first command that fails fails the check, and what it printed
# follows as `# ` lines.
number=0
reason=$(mktemp)

# check SENTENCE FUNCTION [ARGUMENT...]
check() {
    verdict "$1" "" "${@:2}"
}

# todo REASON SENTENCE FUNCTION [ARGUMENT...]: known to fail with crt. It counts as skipped; one that passes counts as
# failed, so that the mark goes away. With another runtime it is a check like any other.
todo() {
    if [ "$runtime" = crt ]; then
        verdict "$2" "$1" "${@:3}"
    else
        verdict "$2" "" "${@:3}"
    fi
}

verdict() {
    local sentence="$engine: $1" todo=$2 log=/tmp/check.log code=0
    shift 2
    [[ $sentence =~ ${CHECKS-} ]] || return 0
    number=$((number + 1))
    : >"$reason"
    set +e
    (
        set -euo pipefail
        "$@"
    ) >$log 2>&1 </dev/null
    code=$?
    set -e
    case $code:${todo:+todo} in
        77:*) line skipped "ok $number - $sentence # SKIP $(cat "$reason")" ;;
        0:) line passed "ok $number - $sentence" ;;
        0:todo) line failed "not ok $number - $sentence: passes although marked ($todo): take the mark away" ;;
        *:todo) line skipped "not ok $number - $sentence # TODO $todo" ;;
        *)
            line failed "not ok $number - $sentence"
            echo "# ended with $code"
            tail -15 $log | sed 's/^/# /'
            ;;
    esac
}

line() {
    echo "$1" >>"$results"
    echo "$2"
}

# skip REASON: ends the check that calls it
skip() {
    echo "$*" >"$reason"
    exit 77
}

# is WANTED FOUND
is() {
    [ "$1" = "$2" ] && return
    printf 'wanted: %s\nfound:  %s\n' "$1" "$2"
    return 1
}

# has PATTERN TEXT
has() {
    grep -qE -- "$1" <<<"$2" && return
    printf 'wanted something like: %s\nfound:  %s\n' "$1" "$2"
    return 1
}

# lacks PATTERN TEXT
lacks() {
    grep -qE -- "$1" <<<"$2" || return 0
    printf 'wanted nothing like: %s\nfound:  %s\n' "$1" "$2"
    return 1
}

# ends CODE COMMAND...: the command has to end with this code
ends() {
    local wanted=$1 code=0
    shift
    "$@" || code=$?
    is "exit code $wanted" "exit code $code"
}

# soon COMMAND...: within ten seconds, SLOW times as many in the virtual machine
soon() {
    local try
    for try in $(seq $((50 * SLOW))); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.2
    done
    "$@"
}

controller() {
    grep -qw "$1" /sys/fs/cgroup/cgroup.controllers ||
        skip "the cgroup2 controller $1 is not available here (only: $(cat /sys/fs/cgroup/cgroup.controllers)); give this script to the virtual machine"
}
