using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Xunit.Sdk;
using Xunit.v3;

namespace ContainerRt.SpecConformance.Matrix;

/// <summary>Runs a test whose failure is expected.</summary>
public sealed class KnownFailureCase : XunitTestCase, ISelfExecutingXunitTestCase
{
    private string _reason = "";

    [Obsolete("for the deserializer")]
    public KnownFailureCase() { }

    public KnownFailureCase(
        IXunitTestMethod testMethod,
        string displayName,
        string uniqueId,
        Dictionary<string, HashSet<string>> traits,
        string? sourceFile,
        int? sourceLine,
        string reason
    )
        : base(
            testMethod,
            displayName,
            uniqueId,
            @explicit: false,
            traits: traits,
            sourceFilePath: sourceFile,
            sourceLineNumber: sourceLine
        ) => _reason = reason;

    public async ValueTask<RunSummary> Run(
        ExplicitOption explicitOption,
        IMessageBus messageBus,
        object?[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource,
        ParallelMode parallelMode,
        ExecutionScheduler scheduler,
        FixtureMappingManager methodFixtureMappings
    )
    {
        using var bus = new KnownFailureBus(messageBus, _reason);
        RunSummary summary = await XunitRunnerHelper.RunXunitTestCase(
            this,
            bus,
            cancellationTokenSource,
            parallelMode,
            scheduler,
            aggregator,
            explicitOption,
            constructorArguments,
            methodFixtureMappings
        );
        return bus.Correct(summary);
    }

    protected override void Serialize(IXunitSerializationInfo info)
    {
        base.Serialize(info);
        info.AddValue("reason", _reason);
    }

    protected override void Deserialize(IXunitSerializationInfo info)
    {
        base.Deserialize(info);
        _reason = info.GetValue<string>("reason") ?? "";
    }
}
