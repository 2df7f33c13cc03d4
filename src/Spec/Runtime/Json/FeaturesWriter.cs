using System.Text.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Runtime.Json;

/// <summary>features.md and features-linux.md: what `features` prints.</summary>
public static class FeaturesWriter
{
    public static byte[] Write(Features features) =>
        JsonMembers.Document(features, Members, indented: true);

    private static void Members(Utf8JsonWriter json, Features features)
    {
        json.Text("ociVersionMin"u8, features.OciVersionMin);
        json.Text("ociVersionMax"u8, features.OciVersionMax);
        json.Texts("hooks"u8, features.Hooks);
        json.Texts("mountOptions"u8, features.MountOptions);
        json.Object("linux"u8, features.Linux, Linux);
        json.Map("annotations"u8, features.Annotations);
        json.Texts(
            "potentiallyUnsafeConfigAnnotations"u8,
            features.PotentiallyUnsafeConfigAnnotations
        );
    }

    private static void Linux(Utf8JsonWriter json, LinuxFeatures linux)
    {
        json.Texts("namespaces"u8, linux.Namespaces);
        json.Texts("capabilities"u8, linux.Capabilities);
        json.Map("cgroup"u8, linux.Cgroup);
        json.Object("seccomp"u8, linux.Seccomp, Seccomp);
        json.Map("apparmor"u8, linux.Apparmor);
        json.Map("selinux"u8, linux.Selinux);
    }

    private static void Seccomp(Utf8JsonWriter json, SeccompFeatures seccomp)
    {
        json.Flag("enabled"u8, seccomp.Enabled);
        json.Texts("actions"u8, seccomp.Actions);
        json.Texts("operators"u8, seccomp.Operators);
        json.Texts("archs"u8, seccomp.Archs);
        json.Texts("knownFlags"u8, seccomp.KnownFlags);
        json.Texts("supportedFlags"u8, seccomp.SupportedFlags);
    }
}
