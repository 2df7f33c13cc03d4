using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>Who runs it, config.md#posix-platform-user</summary>
public sealed class User
{
    [JsonPropertyName("uid")]
    public uint Uid { get; set; }

    [JsonPropertyName("gid")]
    public uint Gid { get; set; }

    [JsonPropertyName("umask")]
    public uint? Umask { get; set; }

    [JsonPropertyName("additionalGids")]
    public List<uint>? AdditionalGids { get; set; }
}
