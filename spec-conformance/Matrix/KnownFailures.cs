using System.Collections.Generic;
using System.Linq;
using ContainerRt.Integration.Programs;

namespace ContainerRt.SpecConformance.Matrix;

/// <summary>
/// known-failures.tsv: runtime, id and reason. Such a test is run all the same: its failure is reported as
/// skipped with the reason, its success as a failure, so that the list can only shrink.
/// </summary>
internal static class KnownFailures
{
    private static readonly Dictionary<(string Runtime, string Id), string> _reasons = Requirements
        .Rows("known-failures.tsv", 3)
        .ToDictionary(x => (x[0], x[1]), x => x[2]);

    /// <summary>crt, runc or crun: the program that the tests run.</summary>
    public static string Runtime { get; } =
        Crt.IsCrt ? "crt" : System.IO.Path.GetFileName(Crt.Runtime);

    public static IEnumerable<(string Runtime, string Id)> All => _reasons.Keys;

    public static string? Reason(string id) => _reasons.GetValueOrDefault((Runtime, id));
}
