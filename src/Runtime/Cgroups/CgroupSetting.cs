namespace ContainerRt.Runtime.Cgroups;

/// <summary>One file of a control group.</summary>
/// <param name="Source">Where the value comes from in config.json.</param>
public sealed record CgroupSetting(string File, string Value, string Source)
{
    /// <summary>The controller that has to be there: what stands before the first dot.</summary>
    public string Controller => File.Split('.')[0];
}
