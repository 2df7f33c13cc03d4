/* Builds a profile with libseccomp and writes its filter: what crt's own compiler is compared with.
 * stdin: a line "default ACTION", then for each rule
 *   ACTION NAME COUNT {INDEX OP VALUE VALUETWO}
 * with the numbers of <seccomp.h>. stdout: struct sock_filter[]. stderr: names that libseccomp has not. */
#include <inttypes.h>
#include <seccomp.h>
#include <stdio.h>

int main(void)
{
	uint32_t action, missing;
	if (scanf(" default %" SCNu32, &missing) != 1)
		return 2;
	scmp_filter_ctx ctx = seccomp_init(missing);
	if (!ctx || seccomp_arch_add(ctx, SCMP_ARCH_X86) || seccomp_arch_add(ctx, SCMP_ARCH_X32))
		return 3;
	char name[128];
	unsigned count;
	while (scanf("%" SCNu32 " %127s %u", &action, name, &count) == 3) {
		struct scmp_arg_cmp args[6];
		if (count > 6)
			return 4;
		for (unsigned i = 0; i < count; i++) {
			unsigned index, op;
			uint64_t a, b;
			if (scanf("%u %u %" SCNu64 " %" SCNu64, &index, &op, &a, &b) != 4)
				return 5;
			args[i] = (struct scmp_arg_cmp){ index, op, a, b };
		}
		int number = seccomp_syscall_resolve_name(name);
		if (number == __NR_SCMP_ERROR) {
			fprintf(stderr, "%s\n", name);
			continue;
		}
		if (seccomp_rule_add_array(ctx, action, number, count, args))
			return 6;
	}
	return seccomp_export_bpf(ctx, 1) ? 7 : 0;
}
