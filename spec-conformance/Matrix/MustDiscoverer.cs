using System;
using System.Collections.Generic;
using System.Linq;
using Xunit.Sdk;
using Xunit.v3;

namespace ContainerRt.SpecConformance.Matrix;

/// <summary>A test that is known to fail gets a case of its own kind, all others the ordinary one.</summary>
public sealed class MustDiscoverer : FactDiscoverer
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        IXunitTestMethod testMethod,
        IFactAttribute factAttribute
    )
    {
        string? reason = KnownFailures.Reason(((MustAttribute)factAttribute).Id);
        if (reason is null)
        {
            return base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
        }
        var details = TestIntrospectionHelper.GetTestCaseDetails(
            discoveryOptions,
            testMethod,
            factAttribute
        );
        Dictionary<string, HashSet<string>> traits = testMethod.Traits.ToDictionary(
            x => x.Key,
            x => x.Value.ToHashSet(),
            StringComparer.OrdinalIgnoreCase
        );
        return new KnownFailureCase(
            details.ResolvedTestMethod,
            details.TestCaseDisplayName,
            details.UniqueID,
            traits,
            details.SourceFilePath,
            details.SourceLineNumber,
            reason
        );
    }
}
