// The first instructions of `crt`, before glibc and the .NET runtime: the program starts again from a read-only
// mount of itself when it is about to clone (docs/decisions/0005). Here that costs one execveat; once the runtime
// is up it would cost a second start of it.

#include "start.h"

enum {
    AT_EMPTY_PATH = 0x1000,
    OPEN_TREE_CLONE = 1,
    MOUNT_ATTR_RDONLY = 1,
    ST_RDONLY = 1,
    MFD_CLOEXEC = 1,
    MFD_ALLOW_SEALING = 2,
    MFD_EXEC = 16,
    F_ADD_SEALS = 1033,
    F_GET_SEALS = 1034,
    SEALS = 1 | 2 | 4 | 8, // F_SEAL_SEAL, SHRINK, GROW, WRITE
    SIG_BLOCK = 0,
};

struct mount_attr {
    word attr_set, attr_clr, propagation, userns_fd;
};

static int same(const char *a, const char *b) {
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

// `--bundle` and `--bundle=DIR`
static int names(const char *argument, const char *option) {
    while (*option && *argument == *option) {
        argument++;
        option++;
    }
    return !*option && (!*argument || *argument == '=');
}

static const char *base_name(const char *path) {
    const char *name = path;
    for (; *path; path++) {
        if (*path == '/') {
            name = path + 1;
        }
    }
    return name;
}

// The rule of Cli/Dispatch.cs for verbs that both faces of the program have.
static int has_oci_mark(char **arguments) {
    for (; *arguments && **arguments == '-'; arguments++) {
        const char *argument = *arguments;
        if (names(argument, "--bundle") || names(argument, "-b") || names(argument, "--process") ||
            names(argument, "--pid-file")) {
            return 1;
        }
    }
    return 0;
}

// Whether the command line is one that clones. Too often costs an execveat; too seldom is an error later, because
// SealedSelf.Assert refuses to go on.
static int will_clone(char **argv) {
    if (!argv[0] || !argv[1]) {
        return 0;
    }
    if (argv[1][0] != '-' && !same(base_name(argv[0]), "crt-oci")) {
        int shared = same(argv[1], "run") || same(argv[1], "exec");
        return same(argv[1], "create") || (shared && has_oci_mark(argv + 2));
    }
    for (char **argument = argv + 1; *argument; argument++) {
        if (same(*argument, "create") || same(*argument, "run") || same(*argument, "exec")) {
            return 1;
        }
    }
    return 0;
}

static int is_sealed(long fd) {
    word statfs[15]; // f_flags is the eleventh word
    if (call(SYS_fstatfs, fd, (long)statfs, 0, 0, 0) >= 0 && (statfs[10] & ST_RDONLY)) {
        return 1;
    }
    long seals = call(SYS_fcntl, fd, F_GET_SEALS, 0, 0, 0);
    return seals >= 0 && (seals & (SEALS & ~1)) == (SEALS & ~1);
}

static long read_only_mount(long self) {
    long tree = call(SYS_open_tree, self, (long)"", OPEN_TREE_CLONE | O_CLOEXEC | AT_EMPTY_PATH, 0, 0);
    if (tree < 0) {
        return tree;
    }
    struct mount_attr attributes;
    attributes.attr_set = MOUNT_ATTR_RDONLY;
    attributes.attr_clr = attributes.propagation = attributes.userns_fd = 0;
    long set = call(SYS_mount_setattr, tree, (long)"", AT_EMPTY_PATH, (long)&attributes, sizeof attributes);
    if (set >= 0) {
        return tree;
    }
    call(SYS_close, tree, 0, 0, 0, 0);
    return set;
}

// Where a mount cannot be made: a copy in memory that nobody can change any more.
static long sealed_copy(long self) {
    // without MFD_EXEC (since Linux 6.3) the sysctl vm.memfd_noexec may make it a file that cannot be executed
    long copy = call(SYS_memfd_create, (long)"crt", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC, 0, 0, 0);
    if (copy == -EINVAL) {
        copy = call(SYS_memfd_create, (long)"crt", MFD_CLOEXEC | MFD_ALLOW_SEALING, 0, 0, 0);
    }
    if (copy < 0) {
        return copy;
    }
    long sent;
    do {
        sent = call(SYS_sendfile, copy, self, 0, 1 << 30, 0);
    } while (sent > 0);
    if (sent == 0 && call(SYS_fcntl, copy, F_ADD_SEALS, SEALS, 0, 0) >= 0) {
        return copy;
    }
    call(SYS_close, copy, 0, 0, 0, 0);
    return -1;
}

// Returns when the program is sealed already, need not be, or could not be.
void crt_begin(word *stack) {
    char **argv = (char **)(stack + 1);
    char **environment = argv + stack[0] + 1;
    open_missing_streams();
    forget_runtime_settings(environment);
    if (!will_clone(argv)) {
        return;
    }
    // before the runtime starts, so that all of its threads inherit the mask and a signalfd sees every signal
    // but not ILL, TRAP, BUS, FPE and SEGV: a thread that faults with its signal blocked is killed without a word
    word all = ~(1ul << 3 | 1ul << 4 | 1ul << 6 | 1ul << 7 | 1ul << 10);
    call(SYS_rt_sigprocmask, SIG_BLOCK, (long)&all, 0, sizeof all, 0);
    long self = call(SYS_openat, AT_FDCWD, (long)"/proc/self/exe", O_CLOEXEC, 0, 0);
    if (self < 0 || is_sealed(self)) {
        call(SYS_close, self, 0, 0, 0, 0);
        return;
    }
    long image = read_only_mount(self);
    if (image < 0 || !is_sealed(image)) {
        image = sealed_copy(self);
    }
    call(SYS_close, self, 0, 0, 0, 0);
    if (image >= 0) {
        call(SYS_execveat, image, (long)"", (long)argv, (long)environment, AT_EMPTY_PATH);
        call(SYS_close, image, 0, 0, 0, 0);
    }
}
