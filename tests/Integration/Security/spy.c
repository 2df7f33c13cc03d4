// Usage: spy HOST_FILE CANARY
// Runs in a container with CAP_SYS_PTRACE and looks at every process that comes into its pid namespace before it has
// started its program: the host through its root, its descriptors, arguments, environment, memory, capabilities.
// Ends on SIGTERM and prints what it has found, a line each.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static volatile sig_atomic_t ended;
static const char *host_file, *canary;
static struct stat own; // the program of the container
static long seen, opens, opened_of, environments, arguments, memories, descriptors, stopped_memory;
static unsigned long long privileges, least = ~0ull;
static char found[4096];

static void end(int signal) {
    (void)signal;
    ended = 1;
}

static void note(const char *format, ...) {
    char line[512];
    va_list arguments_of;
    va_start(arguments_of, format);
    vsnprintf(line, sizeof line, format, arguments_of);
    va_end(arguments_of);
    if (!strstr(found, line) && strlen(found) + strlen(line) < sizeof found - 2) {
        strcat(strcat(found, line), "\n");
    }
}

// Whether it is still the runtime's process: its program is not one of the container's.
static int is_foreign(int pid) {
    char path[64];
    struct stat program;
    snprintf(path, sizeof path, "/proc/%d/exe", pid);
    return stat(path, &program) == 0 && (program.st_dev != own.st_dev || program.st_ino != own.st_ino);
}

static int has_canary(const char *data, size_t length) {
    return memmem(data, length, canary, strlen(canary)) != NULL;
}

static int file_has_canary(int pid, const char *name) {
    static char data[1 << 20];
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    int fd = open(path, O_RDONLY);
    ssize_t length = fd < 0 ? -1 : read(fd, data, sizeof data);
    close(fd);
    return length > 0 && has_canary(data, (size_t)length);
}

static int opens_the_host(int pid, const char *through) {
    char path[4200];
    snprintf(path, sizeof path, "/proc/%d/%s%s", pid, through, host_file);
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        return 0;
    }
    close(fd);
    note("opened %s", through);
    return 1;
}

static void look_at_memory(int pid) {
    static char data[1 << 20];
    char path[64], line[512];
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    int memory = open(path, O_RDONLY);
    snprintf(path, sizeof path, "/proc/%d/maps", pid);
    FILE *maps = fopen(path, "r");
    int hit = 0;
    while (memory >= 0 && maps && fgets(line, sizeof line, maps)) {
        uint64_t start, stop;
        char permissions[8];
        if (sscanf(line, "%lx-%lx %7s", &start, &stop, permissions) != 3 || permissions[0] != 'r' ||
            stop > 1ull << 47) {
            continue;
        }
        // pieces overlap, so that nothing is missed between two of them
        for (uint64_t at = start; at < stop; at += sizeof data - 256) {
            size_t size = stop - at < sizeof data ? stop - at : sizeof data;
            ssize_t length = pread(memory, data, size, (off_t)at);
            stopped_memory += length > 0 ? length : 0;
            if (length > 0 && has_canary(data, (size_t)length)) {
                hit = 1;
                const char *place = memmem(data, (size_t)length, canary, strlen(canary));
                line[strcspn(line, "\n")] = 0;
                note("canary in memory at +%lx of %.80s", at + (uint64_t)(place - data) - start, strrchr(line, ' ') ? line + 26 : line);
            }
        }
    }
    if (maps) {
        fclose(maps);
    }
    close(memory);
    memories += hit;
}

static void look_at_descriptors(int pid) {
    char path[80], target[512];
    snprintf(path, sizeof path, "/proc/%d/fd", pid);
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        int number = atoi(entry->d_name);
        if (entry->d_name[0] == '.' || number < 3) {
            continue;
        }
        snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, number);
        ssize_t length = readlink(path, target, sizeof target - 1);
        if (length < 0) {
            continue;
        }
        target[length] = 0;
        int opened = open(path, O_PATH);
        // a socket has no place in the file system: what is opened by the link is the link's own inode
        if (strncmp(target, "socket:", 7) != 0) {
            descriptors++;
            char *digits = strchr(target, '[');
            if (digits) {
                *digits = 0;
            }
            note("descriptor %s%s", target, opened >= 0 ? " (opened)" : "");
        }
        close(opened);
    }
    if (folder) {
        closedir(folder);
    }
}

static void look_at_privileges(int pid) {
    char path[64], line[256];
    unsigned long long set;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *status = fopen(path, "r");
    while (status && fgets(line, sizeof line, status)) {
        if (sscanf(line, "CapPrm: %llx", &set) == 1) {
            privileges |= set;
            least = set < least ? set : least;
        }
    }
    if (status) {
        fclose(status);
    }
}

static void look_at(int pid) {
    long before = opens;
    // all ways that do not stop it come first, again and again
    for (int i = 0; i < 40 && is_foreign(pid); i++) {
        opens += opens_the_host(pid, "root");
        opens += opens_the_host(pid, "cwd");
    }
    kill(pid, SIGSTOP);
    if (is_foreign(pid)) {
        look_at_privileges(pid);
        look_at_descriptors(pid);
        environments += file_has_canary(pid, "environ");
        arguments += file_has_canary(pid, "cmdline");
        look_at_memory(pid);
        opens += opens_the_host(pid, "root");
    }
    kill(pid, SIGCONT);
    opened_of += opens > before;
}

int main(int argc, char **argv) {
    if (argc != 3 || stat("/proc/self/exe", &own)) {
        return 2;
    }
    host_file = argv[1];
    canary = argv[2];
    signal(SIGTERM, end);
    // SIGSTOP of another reaches a process in a namespace below, and nothing else is asked of them
    int last = 0;
    struct stat busybox;
    if (stat("/bin/busybox", &busybox) == 0) {
        own = busybox;
    }
    puts("ready");
    fflush(stdout);
    while (!ended) {
        for (int pid = last + 1; pid < last + 24; pid++) {
            char path[32];
            snprintf(path, sizeof path, "/proc/%d", pid);
            if (pid == getpid() || access(path, F_OK)) {
                continue;
            }
            last = pid;
            if (is_foreign(pid)) {
                seen++;
                look_at(pid);
            }
        }
    }
    printf("seen %ld\nopens %ld\nopened of %ld\nenvironments %ld\narguments %ld\nmemories %ld\ndescriptors %ld\n"
           "bytes %ld\nprivileges %llx\nleast %llx\n%s",
           seen, opens, opened_of, environments, arguments, memories, descriptors, stopped_memory, privileges, least, found);
    return 0;
}
