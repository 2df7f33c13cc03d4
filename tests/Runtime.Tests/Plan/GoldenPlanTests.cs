using System;
using System.IO;
using ContainerRt.Runtime.Plan;
using ContainerRt.Runtime.Tests.Bundle;
using Xunit;

namespace ContainerRt.Runtime.Tests.Plan;

/// <summary>What `crt plan` prints, whole: an order of steps that changes is seen in review.</summary>
public sealed class GoldenPlanTests
{
    [Theory]
    [InlineData(TestConfig.RuncSpec)]
    [InlineData(TestConfig.DockerLike)]
    public void A_configuration_has_the_plan_that_was_reviewed(string name)
    {
        string file = Repository.PathOf($"tests/Golden/plan-{name}.txt");
        string plan = PlanText.Of(new TestConfig(name).Plan());
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, plan);
        }
        Assert.Equal(File.ReadAllText(file), plan);
    }
}
