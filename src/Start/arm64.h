// System call numbers, the call itself and the entry point on arm64. x0 is what ld.so leaves for _start in a
// program that is not static.

enum {
    SYS_fcntl = 25,
    SYS_fstatfs = 44,
    SYS_openat = 56,
    SYS_close = 57,
    SYS_write = 64,
    SYS_sendfile = 71,
    SYS_exit_group = 94,
    SYS_rt_sigprocmask = 135,
    SYS_memfd_create = 279,
    SYS_execveat = 281,
    SYS_open_tree = 428,
    SYS_mount_setattr = 442,
};

__asm__(".globl crt_start\n"
        ".hidden crt_start\n"
        ".type crt_start, %function\n"
        "crt_start:\n"
        "    mov x29, #0\n"
        "    mov x19, x0\n"
        "    mov x0, sp\n"
        "    bl crt_begin\n"
        "    mov x0, x19\n"
        "    mov x30, #0\n"
        "    b _start\n");

static inline long call(long number, long a, long b, long c, long d, long e) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
}
