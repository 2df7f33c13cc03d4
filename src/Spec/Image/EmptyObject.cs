namespace ContainerRt.Spec.Image;

/// <summary>`{}`: the value of a JSON object that is used as a set.</summary>
public sealed record EmptyObject;
