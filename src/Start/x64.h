// System call numbers, the call itself and the entry point on x86-64. rdx is what ld.so leaves for _start in a
// program that is not static.

enum {
    SYS_write = 1,
    SYS_close = 3,
    SYS_rt_sigprocmask = 14,
    SYS_sendfile = 40,
    SYS_fcntl = 72,
    SYS_fstatfs = 138,
    SYS_exit_group = 231,
    SYS_openat = 257,
    SYS_memfd_create = 319,
    SYS_execveat = 322,
    SYS_open_tree = 428,
    SYS_mount_setattr = 442,
};

__asm__(".globl crt_start\n"
        ".hidden crt_start\n"
        ".type crt_start, @function\n"
        "crt_start:\n"
        "    xor %ebp, %ebp\n"
        "    mov %rsp, %rbx\n"
        "    mov %rdx, %r12\n"
        "    mov %rsp, %rdi\n"
        "    and $-16, %rsp\n"
        "    call crt_begin\n"
        "    mov %rbx, %rsp\n"
        "    mov %r12, %rdx\n"
        "    jmp _start\n");

static inline long call(long number, long a, long b, long c, long d, long e) {
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
}
