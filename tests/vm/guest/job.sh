# Runs the job as /run/vm/job/command says: its output to one virtio port, its exit code to another.
for port in /sys/class/virtio-ports/*; do
    read -r name <"$port/name"
    case $name in
        output) output=/dev/${port##*/} ;;
        status) status=/dev/${port##*/} ;;
    esac
done
# all controllers for the groups below, and one group that has them in it: suites look there for what a kernel can
# do; a process in the root group would not hinder that, but in a group with limits it would
for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
    echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control
done
mkdir -p /sys/fs/cgroup/system.slice
# the module's own dummy0 would be in the way of the tests'
/run/vm/bin/modprobe dummy numdummies=0
cd /
read -r up _ </proc/uptime
echo "boot $up" >"$status"
export HOME=/root LC_ALL=C.UTF-8 VM=1
export PATH=/payload/crt:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/vm/bin
/run/vm/bin/busybox setsid sh /run/vm/job/command </dev/null >"$output" 2>&1
code=$?
/run/vm/bin/busybox sync
/run/vm/bin/busybox umount /out 2>/dev/null
echo "exit $code" >"$status"
