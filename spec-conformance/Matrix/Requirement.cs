namespace ContainerRt.SpecConformance.Matrix;

/// <summary>One row of a requirements.tsv.</summary>
/// <param name="Id">Named by a <see cref="MustAttribute"/>.</param>
/// <param name="Section">document.md#anchor of the specification.</param>
/// <param name="Level">MUST, MUST NOT, SHOULD, SHOULD NOT or REQUIRED.</param>
/// <param name="Text">What is required, in our words.</param>
/// <param name="Applies">"yes", "no: reason" or "open: reason".</param>
internal sealed record Requirement(
    string Id,
    string Section,
    string Level,
    string Text,
    string Applies
)
{
    public bool IsTested => Applies == "yes";
}
