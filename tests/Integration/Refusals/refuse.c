/* usage: refuse ERRNO CALL[@ARGUMENT=VALUE...][,CALL...] PROGRAM [ARGUMENT...]
 * Runs a program for which the kernel answers the named system calls with ERRNO (a number), as a kernel without them
 * or an outer seccomp profile would. An argument (0 to 5) with a value narrows it down to some uses of a call. */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALL(name) { #name, SYS_##name }
static const struct { const char *name; unsigned number; } calls[] = {
    CALL(prctl), CALL(ioctl), CALL(waitid), CALL(setns), CALL(bpf), CALL(seccomp), CALL(keyctl), CALL(memfd_create),
    CALL(getrandom), CALL(renameat2), CALL(statx), CALL(syncfs), CALL(signalfd4), CALL(pivot_root), CALL(mount),
    CALL(fchmodat), CALL(unshare), CALL(clone), CALL(fcntl),
    /* from 424 on a call has one number on all architectures, and the headers may be older than the call */
    { "pidfd_send_signal", 424 }, { "open_tree", 428 }, { "move_mount", 429 }, { "fsopen", 430 },
    { "fsconfig", 431 }, { "fsmount", 432 }, { "fspick", 433 }, { "pidfd_open", 434 }, { "clone3", 435 },
    { "close_range", 436 }, { "openat2", 437 }, { "faccessat2", 439 }, { "mount_setattr", 442 }, { "fchmodat2", 452 },
};

static struct sock_filter program[512];
static unsigned short length;

static void put(unsigned short code, unsigned char yes, unsigned char no, unsigned value)
{
    program[length++] = (struct sock_filter){ code, yes, no, value };
}

static void load(size_t offset)
{
    put(BPF_LD | BPF_W | BPF_ABS, 0, 0, offset);
}

static void refuse(char *text, unsigned error)
{
    char *rest, *name = strtok_r(text, "@", &rest), *condition;
    unsigned short jumps[8], count = 0;
    size_t i = 0;
    while (i < sizeof calls / sizeof *calls && strcmp(calls[i].name, name))
        i++;
    if (i == sizeof calls / sizeof *calls) {
        fprintf(stderr, "refuse: no such call: %s\n", name);
        exit(125);
    }
    load(offsetof(struct seccomp_data, nr));
    jumps[count++] = length;
    put(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, calls[i].number);
    while ((condition = strtok_r(NULL, "@", &rest)) && count < 8) {
        load(offsetof(struct seccomp_data, args) + 8 * (condition[0] - '0')); /* low half, little endian */
        jumps[count++] = length;
        put(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, strtoul(condition + 2, NULL, 0));
    }
    put(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | error);
    while (count-- > 0)
        program[jumps[count]].jf = length - jumps[count] - 1;
}

int main(int argc, char **argv)
{
    char *rest, *one;
    if (argc < 4) {
        fprintf(stderr, "usage: refuse ERRNO CALL[@ARGUMENT=VALUE...][,CALL...] PROGRAM [ARGUMENT...]\n");
        return 125;
    }
    for (one = strtok_r(argv[2], ",", &rest); one; one = strtok_r(NULL, ",", &rest))
        refuse(one, atoi(argv[1]));
    put(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
    struct sock_fprog filter = { length, program };
    /* no_new_privs would be inherited and change what the container sees; root may do without */
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) {
        perror("refuse: load the filter");
        return 125;
    }
    execv(argv[3], argv + 3);
    perror(argv[3]);
    return 125;
}
