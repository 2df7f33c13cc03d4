using System.Text;
using ContainerRt.Runtime.Cgroups;

namespace ContainerRt.Runtime.Plan;

/// <summary>A plan for people: each step with the field that it comes from.</summary>
public static class PlanText
{
    public static string Of(ContainerPlan plan)
    {
        StringBuilder text = new();
        _ = text.Append($"root      {plan.Rootfs}\n");
        _ = text.Append($"clone3    0x{plan.CloneFlags:x}\n");
        if (plan.JoinPidNamespace is string pid)
        {
            _ = text.Append($"join pid  {pid}\n");
        }
        _ = text.Append($"cgroup    /{plan.Cgroup.Path}\n");
        foreach (CgroupSetting setting in plan.Cgroup.Settings)
        {
            _ = text.Append($"          {setting.File} = {setting.Value}   <- {setting.Source}\n");
        }
        if (plan.Cgroup.DeviceProgram.Length > 0)
        {
            _ = text.Append(
                $"          device filter of {plan.Cgroup.DeviceProgram.Length / 8} instructions   <- linux.resources.devices\n"
            );
        }
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            _ = text.Append($"{i, 3}  {StepText.Of(plan.Steps[i])}   <- {plan.Steps[i].Source}\n");
        }
        foreach (string warning in plan.Warnings)
        {
            _ = text.Append($"warning   {warning}\n");
        }
        return text.ToString();
    }
}
