using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Json;

/// <summary>What `state` prints, runtime.md#state.</summary>
public static class StateText
{
    public static string Of(State state) =>
        new JsonText()
            .Add("ociVersion", state.OciVersion)
            .Add("id", state.Id)
            .Add("pid", state.Pid)
            .Add("status", state.Status)
            .Add("bundle", state.Bundle)
            .Add("rootfs", state.Rootfs)
            .Add("created", state.Created)
            .Add("annotations", state.Annotations)
            .Add("owner", state.Owner)
            .ToString();
}
