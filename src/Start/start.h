// What the three programs have in common before glibc and the .NET runtime start. crt_start, their entry point, calls
// crt_begin with the stack as the kernel has left it, then jumps to _start.
//
// The program has not relocated itself yet: no libc, no global pointer, no thread-local storage. build/start
// fails when the object needs any symbol but _start.

typedef unsigned long word;
typedef unsigned int u32;

#if defined(__x86_64__)
#include "x64.h"
#elif defined(__aarch64__)
#include "arm64.h"
#else
#error "no entry point for this architecture"
#endif

enum {
    AT_FDCWD = -100,
    O_RDWR = 2,
    O_CLOEXEC = 0x80000,
    F_GETFD = 1,
    EBADF = 9,
    EINVAL = 22,
    STDERR = 2,
};

__attribute__((used, visibility("hidden"))) void crt_begin(word *stack);

// Descriptors 0 to 2 that the caller has closed: the next file that anybody opens would be the program's standard
// input or output, and the container's. The lowest free number is the one that is missing.
static void open_missing_streams(void) {
    for (long fd = 0; fd <= STDERR; fd++) {
        if (call(SYS_fcntl, fd, F_GETFD, 0, 0, 0) != -EBADF) {
            continue;
        }
        if (call(SYS_openat, AT_FDCWD, (long)"/dev/null", O_RDWR, 0, 0) != fd) {
            static const char why[] = "crt: a standard stream is closed, and /dev/null cannot be opened in its place\n";
            call(SYS_write, STDERR, (long)why, sizeof why - 1, 0, 0);
            call(SYS_exit_group, 1, 0, 0, 0, 0);
        }
    }
}

// Settings of the .NET runtime that a caller may have for a program of his own: with a heap limit of a few kilobytes
// or crash dumps by a program that is not there, crt ends with 255 and no word. The name goes, the entry stays: glibc
// finds the auxiliary vector behind the last one.
static void forget_runtime_settings(char **environment) {
    static const char prefix[] = "DOTNET_";
    for (; *environment; environment++) {
        char *entry = *environment;
        int at = 0;
        while (prefix[at] && entry[at] == prefix[at]) {
            at++;
        }
        const char *name = entry + at;
        int heap = (name[0] | 32) == 'g' && (name[1] | 32) == 'c';
        int dumps = name[0] == 'D' && name[1] == 'b' && name[2] == 'g';
        if (!prefix[at] && (heap || dumps)) {
            *entry = 0;
        }
    }
}
