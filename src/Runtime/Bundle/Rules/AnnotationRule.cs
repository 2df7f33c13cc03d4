using System.Collections.Generic;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>config.md#annotations: keys MUST NOT be empty.</summary>
internal static class AnnotationRule
{
    internal static IEnumerable<string> Check(Config config) =>
        config.Annotations?.ContainsKey("") == true ? ["annotations: an empty key"] : [];
}
