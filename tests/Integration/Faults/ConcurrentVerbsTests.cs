using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>REL-11: verbs about the same container at the same time.</summary>
public sealed class ConcurrentVerbsTests : OciTest
{
    private const int Rounds = 25;

    private static readonly string[] s_expected =
    [
        "does not exist",
        "already exists",
        "not running",
        "is not created",
        "cannot start",
        "is running",
        "is created",
        "is stopped",
        "stopped",
        "is busy",
        "was deleted while it was being created",
    ];

    [Fact]
    public async Task Verbs_about_one_container_at_once_end_well_or_with_a_documented_error()
    {
        _ = Bundle.Command("sleep", "100");
        // list wants the state directory to be there
        string id = Create();
        ConcurrentBag<Outcome> outcomes = [];
        Func<Outcome>[] verbs =
        [
            () => Detached($"create --bundle '{Bundle.Folder}' {id}"),
            () => Oci("start", id),
            () => Oci("kill", id, "KILL"),
            () => Oci("delete", "--force", id),
            () => Oci("state", id),
        ];
        Task[] all =
        [
            .. verbs.Select(verb => Repeat(verb, outcomes.Add)),
            Repeat(() => Oci("list", "-q"), Succeeds),
        ];
        await Task.WhenAll(all);
        Succeeds(Oci("delete", "--force", id));
        foreach (Outcome failed in outcomes.Where(x => x.ExitCode != 0))
        {
            FailsNaming(failed);
            Assert.True(
                s_expected.Any(x => failed.Errors.Contains(x, StringComparison.Ordinal)),
                failed.ToString()
            );
        }
        Assert.Contains(outcomes, x => x.ExitCode == 0);
    }

    private static Task Repeat(Func<Outcome> verb, Action<Outcome> then) =>
        Task.Run(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                then(verb());
            }
        });
}
