using System.Text;
using ContainerRt.Linux.Terminals;
using ContainerRt.Runtime.Cgroups;

namespace ContainerRt.Runtime.Plan;

/// <summary>A plan for people: each step with the field that it comes from.</summary>
public static class PlanText
{
    public static string Of(ContainerPlan plan)
    {
        StringBuilder text = new();
        Line(text, $"root      {plan.Rootfs}");
        Line(text, $"clone3    0x{plan.CloneFlags:x}");
        if (plan.JoinPidNamespace is string pid)
        {
            Line(text, $"join pid  {pid}");
        }
        Line(text, $"cgroup    /{plan.Cgroup.Path}");
        foreach (CgroupSetting setting in plan.Cgroup.Settings)
        {
            Line(text, $"          {setting.File} = {setting.Value}   <- {setting.Source}");
        }
        if (plan.Cgroup.DeviceProgram.Length > 0)
        {
            Line(
                text,
                $"          device filter of {plan.Cgroup.DeviceProgram.Length / 8} instructions   <- linux.resources.devices"
            );
        }
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            Line(text, $"{i, 3}  {StepText.Of(plan.Steps[i])}   <- {plan.Steps[i].Source}");
        }
        foreach (string warning in plan.Warnings)
        {
            Line(text, $"warning   {warning}");
        }
        return text.ToString();
    }

    // names of a bundle's files and arguments may hold anything
    private static void Line(StringBuilder text, string line) =>
        _ = text.Append(SafeText.Of(line)).Append('\n');
}
