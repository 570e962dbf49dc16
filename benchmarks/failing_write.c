/* Preloaded: lets the FAIL_AT-th write, sync or rename of a process fail with "no space left", or ends the process there
   (FAIL_KILL=1), as a full disk or a lost machine would. FAIL_EVER=1 lets all after it fail too. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static long done = 0;

static int fails(int fd) {
    char link[64], name[512];
    const char *at = getenv("FAIL_AT"), *within = getenv("FAIL_WITHIN");
    if (!at || !within) return 0;
    if (fd >= 0) { /* files of the folder under test only: not the terminal, not Python's own */
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, name, sizeof name - 1);
        if (length < 0) return 0;
        name[length] = 0;
        size_t n = 0;
        while (within[n] && within[n] == name[n]) n++;
        if (within[n]) return 0;
    }
    done++;
    if (done != atol(at) && !(getenv("FAIL_EVER") && done > atol(at))) return 0;
    if (getenv("FAIL_KILL")) kill(getpid(), SIGKILL);
    errno = ENOSPC;
    return 1;
}

/* How many there were. */
long writes_done(void) { return done; }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
ssize_t write(int fd, const void *b, size_t n) { return fails(fd) ? -1 : REAL(write)(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return fails(fd) ? -1 : REAL(pwrite)(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return fails(fd) ? -1 : REAL(pwrite64)(fd, b, n, o); }
int fsync(int fd) { return fails(fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails(fd) ? -1 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t n) { return fails(fd) ? -1 : REAL(ftruncate)(fd, n); }
int ftruncate64(int fd, off64_t n) { return fails(fd) ? -1 : REAL(ftruncate64)(fd, n); }
int rename(const char *a, const char *b) { return fails(-1) ? -1 : REAL(rename)(a, b); }
