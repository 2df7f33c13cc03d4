using System;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>A system call of create fails for want of something.</summary>
public sealed class FailedCreateTests(ITestOutputHelper output) : TracedTest
{
    private const int Places = 24;

    // calls that the .NET runtime and the C library make for themselves: without memory they end the process
    private static readonly string[] s_runtimes =
    [
        "brk",
        "madvise",
        "membarrier",
        "mmap",
        "mprotect",
        "munmap",
        "set_robust_list",
    ];

    // REL-25
    [Fact]
    public void A_create_that_finds_no_memory_anywhere_says_so_and_leaves_nothing()
    {
        _ = Bundle.Command("sleep", "100").Write();
        string first = NewId();
        string[] calls = CallsOf(CreateOf(first));
        Succeeds(Oci("delete", "--force", first));
        int failed = 0;
        for (int place = 0; place < Places; place++)
        {
            int at = calls.Length / 2 + calls.Length / 2 * place / Places;
            if (s_runtimes.Contains(calls[at]))
            {
                continue;
            }
            string injection = At(calls, at, "error=ENOMEM");
            string id = NewId();
            Outcome create = Traced(injection, CreateOf(id));
            if (create.ExitCode != 0)
            {
                failed++;
                output.WriteLine($"{injection}: {create.Errors.TrimEnd()}");
                FailsNaming(create);
                Assert.False(Directory.Exists(Path.Combine(StateRoot, id)), injection);
                Assert.DoesNotContain("fault in crt", create.Errors, StringComparison.Ordinal);
            }
            IsUsableAgain(id, injection);
        }
        Assert.True(failed > 0, "no injection hit");
    }

    // REL-20: what clone says when the machine or the user has no process left
    [Fact]
    public void A_create_that_gets_no_process_says_what_to_look_at_and_leaves_nothing()
    {
        _ = Bundle.Command("sleep", "100").Write();
        string first = NewId();
        string[] calls = CallsOf(CreateOf(first));
        Succeeds(Oci("delete", "--force", first));
        // the last is the container's; those before are the .NET runtime's threads
        int at = Array.LastIndexOf(calls, "clone3");
        string id = NewId();
        Outcome create = Traced(At(calls, at, "error=EAGAIN"), CreateOf(id));
        FailsNaming(create, "pids.max");
        Assert.False(Directory.Exists(Path.Combine(StateRoot, id)));
        IsUsableAgain(id, "clone3");
    }
}
