using System.Collections.Generic;
using ContainerRt.Init;

namespace ContainerRt.Runtime.Plan;

/// <summary>The steps of a plan while it grows.</summary>
internal sealed class StepList
{
    private readonly List<StepDraft> _steps = [];

    internal void Add(StepDraft step) => _steps.Add(step);

    internal void Add(StepKind kind, string source) => _steps.Add(new StepDraft(kind, source));

    internal void AddPath(StepKind kind, string source, string path) =>
        _steps.Add(new StepDraft(kind, source) { Path = path });

    internal void AddText(StepKind kind, string source, string text) =>
        _steps.Add(new StepDraft(kind, source) { Text = text });

    internal void AddValue(StepKind kind, string source, ulong value) =>
        _steps.Add(new StepDraft(kind, source) { Value = value });

    internal IReadOnlyList<StepDraft> ToList() => _steps;
}
