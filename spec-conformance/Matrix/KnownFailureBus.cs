using System;
using System.Linq;
using Xunit.Sdk;
using Xunit.v3;

namespace ContainerRt.SpecConformance.Matrix;

/// <summary>Turns the outcome of a test that is known to fail around.</summary>
internal sealed class KnownFailureBus(IMessageBus inner, string reason) : IMessageBus
{
    private int _failed;
    private int _passed;

    public bool QueueMessage(IMessageSinkMessage message) =>
        inner.QueueMessage(
            message switch
            {
                ITestFailed failed => Skipped(failed),
                ITestPassed passed => Failed(passed),
                _ => message,
            }
        );

    public RunSummary Correct(RunSummary summary)
    {
        summary.Skipped += _failed;
        summary.Failed += _passed - _failed;
        return summary;
    }

    // the inner bus belongs to the runner
    public void Dispose() { }

    private TestSkipped Skipped(ITestFailed failed)
    {
        _failed++;
        string said = failed.Messages.FirstOrDefault("").Split('\n')[0];
        return new TestSkipped
        {
            AssemblyUniqueID = failed.AssemblyUniqueID,
            TestCollectionUniqueID = failed.TestCollectionUniqueID,
            TestClassUniqueID = failed.TestClassUniqueID,
            TestMethodUniqueID = failed.TestMethodUniqueID,
            TestCaseUniqueID = failed.TestCaseUniqueID,
            TestUniqueID = failed.TestUniqueID,
            ExecutionTime = failed.ExecutionTime,
            FinishTime = failed.FinishTime,
            Output = failed.Output,
            Warnings = failed.Warnings,
            Reason = $"known failure: {reason} ({said})",
        };
    }

    private TestFailed Failed(ITestPassed passed)
    {
        _passed++;
        return new TestFailed
        {
            AssemblyUniqueID = passed.AssemblyUniqueID,
            TestCollectionUniqueID = passed.TestCollectionUniqueID,
            TestClassUniqueID = passed.TestClassUniqueID,
            TestMethodUniqueID = passed.TestMethodUniqueID,
            TestCaseUniqueID = passed.TestCaseUniqueID,
            TestUniqueID = passed.TestUniqueID,
            ExecutionTime = passed.ExecutionTime,
            FinishTime = passed.FinishTime,
            Output = passed.Output,
            Warnings = passed.Warnings,
            Cause = FailureCause.Assertion,
            ExceptionParentIndices = [-1],
            ExceptionTypes = [typeof(InvalidOperationException).FullName],
            Messages = [$"passes, but is listed in known-failures.tsv: {reason}"],
            StackTraces = [null],
        };
    }
}
