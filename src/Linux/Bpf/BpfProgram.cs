using System;
using System.Text;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Bpf;

/// <summary>bpf(2), BPF_PROG_LOAD</summary>
public static unsafe class BpfProgram
{
    private const int ProgLoad = 5;
    private const uint TypeCgroupDevice = 15;
    private const int LogSize = 16384;

    /// <param name="instructions">An array of struct bpf_insn.</param>
    /// <param name="verifierLog">Why the kernel's verifier refused; empty when it did not.</param>
    public static SysResult<Fd> LoadCgroupDevice(
        ReadOnlySpan<byte> instructions,
        out string verifierLog
    )
    {
        verifierLog = "";
        nint result = Load(instructions, default);
        // the log is asked for only after a refusal: a log that is too small would itself be an error
        if (result < 0)
        {
            byte[] log = new byte[LogSize];
            result = Load(instructions, log);
            int end = Array.IndexOf(log, (byte)0);
            verifierLog =
                result < 0
                    ? Encoding.ASCII.GetString(log, 0, end < 0 ? log.Length : end).Trim()
                    : "";
        }
        return Fd.From(result);
    }

    private static nint Load(ReadOnlySpan<byte> instructions, Span<byte> log)
    {
        fixed (
            byte* code = instructions,
                text = log,
                license = "Apache-2.0\0"u8
        )
        {
            // union bpf_attr: type and count, insns, license, log_level and log_size, log_buf, prog_flags
            ulong* attr = stackalloc ulong[16];
            new Span<ulong>(attr, 16).Clear();
            attr[0] = TypeCgroupDevice | ((ulong)(instructions.Length / 8) << 32);
            attr[1] = (ulong)code;
            attr[2] = (ulong)license;
            attr[3] = log.IsEmpty ? 0 : 1 | ((ulong)log.Length << 32);
            attr[4] = (ulong)text;
            return Sys.Call(NR.bpf, ProgLoad, (nint)attr, 48);
        }
    }
}
