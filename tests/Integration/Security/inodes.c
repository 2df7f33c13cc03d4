/* usage: inodes try REPORT PATH...   tries to change everything below PATH, each mount point and the descriptors 0 to 2;
 *                                   writes a line "MAJOR:MINOR OPERATION PATH" for what went well
 *        inodes list PATH...         a line for each inode: mode, owner, group, mark of `try`, path
 *        inodes mend                 takes such lines and gives the inodes their modes and owners back
 * What is tried is harmless where it succeeds on the machine itself: the sticky bit, a group, a time, an attribute. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { DEPTH = 5, GROUP = 4242, TIME = 86400 };

static FILE *report;
static unsigned long seen;
static const char *const marks[] = { "user.crt-test", "trusted.crt-test", "security.capability" };
/* struct vfs_cap_data of revision 2 without a capability */
static const unsigned char nothing[20] = { 0, 0, 0, 2 };

static void went(int result, const struct stat *what, const char *operation, const char *path)
{
    if (result >= 0)
        fprintf(report, "%u:%u %s %s\n", major(what->st_dev), minor(what->st_dev), operation, path);
}

static int attempt(const char *path, const struct stat *is)
{
    struct timespec times[2] = { { TIME, 0 }, { TIME, 0 } };
    int writable;
    seen++;
    if (S_ISLNK(is->st_mode))
        return 0;
    went(chmod(path, (is->st_mode & 07777) | S_ISVTX), is, "chmod", path);
    went(lchown(path, -1, GROUP), is, "chown", path);
    went(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW), is, "utimes", path);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        went(lsetxattr(path, marks[i], nothing, sizeof nothing, 0), is, marks[i], path);
    if (S_ISDIR(is->st_mode))
        return 0;
    writable = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC);
    /* a null device of somebody else is no worse for being written to */
    if (!(S_ISCHR(is->st_mode) && is->st_rdev == makedev(1, 3)))
        went(writable, is, "write", path);
    if (writable >= 0)
        close(writable);
    return 0;
}

static int note(const char *path, const struct stat *is)
{
    char mark = is->st_mtime == TIME ? '!' : '-';
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (lgetxattr(path, marks[i], NULL, 0) >= 0)
            mark = '!';
    printf("%o %u %u %c %s\n", is->st_mode, is->st_uid, is->st_gid, mark, path);
    return 0;
}

static void walk(const char *path, int depth, int (*visit)(const char *, const struct stat *))
{
    struct stat is;
    struct dirent *entry;
    DIR *directory;
    char below[PATH_MAX];
    if (lstat(path, &is))
        return;
    visit(path, &is);
    if (!S_ISDIR(is.st_mode) || depth == 0 || !(directory = opendir(path)))
        return;
    while ((entry = readdir(directory))) {
        int process = !strcmp(path, "/proc") && entry->d_name[0] >= '0' && entry->d_name[0] <= '9';
        if (process || !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        snprintf(below, sizeof below, "%s/%s", strcmp(path, "/") ? path : "", entry->d_name);
        walk(below, depth - 1, visit);
    }
    closedir(directory);
}

static void mounts(void)
{
    char line[2 * PATH_MAX], point[PATH_MAX];
    struct stat is;
    FILE *table = fopen("/proc/self/mountinfo", "re");
    while (table && fgets(line, sizeof line, table))
        if (sscanf(line, "%*s %*s %*s %*s %4095s", point) == 1 && !lstat(point, &is))
            attempt(point, &is);
    if (table)
        fclose(table);
}

static void descriptors(void)
{
    struct timespec times[2] = { { TIME, 0 }, { TIME, 0 } };
    struct stat is;
    char name[32];
    for (int fd = 0; fd <= 2; fd++) {
        if (fstat(fd, &is))
            continue;
        seen++;
        snprintf(name, sizeof name, "descriptor %d", fd);
        fprintf(report, "%u:%u is %s %o %u:%u\n", major(is.st_dev), minor(is.st_dev), name, is.st_mode & S_IFMT,
            major(is.st_rdev), minor(is.st_rdev));
        went(fchmod(fd, (is.st_mode & 07777) | S_ISVTX), &is, "chmod", name);
        went(fchown(fd, -1, GROUP), &is, "chown", name);
        went(futimens(fd, times), &is, "utimes", name);
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            went(fsetxattr(fd, marks[i], nothing, sizeof nothing, 0), &is, marks[i], name);
    }
}

static void mend(void)
{
    char path[PATH_MAX], mark;
    unsigned mode, owner, group;
    while (scanf("%o %u %u %c %4095[^\n]", &mode, &owner, &group, &mark, path) == 5) {
        if (S_ISLNK(mode))
            continue;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            lremovexattr(path, marks[i]);
        utimensat(AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW);
        if (lchown(path, owner, group) || chmod(path, mode & 07777))
            fprintf(stderr, "%s: %s\n", path, strerror(errno));
    }
}

int main(int count, char **arguments)
{
    if (count > 3 && !strcmp(arguments[1], "try")) {
        report = strcmp(arguments[2], "-") ? fopen(arguments[2], "we") : stdout;
        if (!report)
            return 1;
        descriptors();
        mounts();
        for (int i = 3; i < count; i++)
            walk(arguments[i], DEPTH, attempt);
        fprintf(report, "seen %lu\n", seen);
        return fclose(report) != 0;
    }
    if (count > 2 && !strcmp(arguments[1], "list")) {
        for (int i = 2; i < count; i++)
            walk(arguments[i], DEPTH, note);
        return 0;
    }
    if (count == 2 && !strcmp(arguments[1], "mend")) {
        mend();
        return 0;
    }
    fprintf(stderr, "usage: inodes try REPORT PATH... | list PATH... | mend\n");
    return 2;
}
