using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.Engine.Bundles;
using ContainerRt.Fuzz.Driver;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Linux;
using ContainerRt.Linux.Mounts;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;
using CsCheck;
using Xunit;

namespace ContainerRt.Fuzz.Properties;

/// <summary>What is written by the rules of a format is read as what it was.</summary>
public sealed class TextProperties
{
    private static readonly Gen<string> _anyText = Gen.Char[" \t\n\\\"'#=,.:-aAéz0{}[]"]
        .Array[0, 20]
        .Select(letters => new string(letters));

    private static readonly Gen<string> _key = Gen.Char["abcXYZ019-"]
        .Array[1, 12]
        .Select(letters => new string(letters));

    [Fact]
    public void A_mount_point_with_any_name_is_read_from_its_escaped_form() =>
        Gen.Select(_anyText, _anyText, Gen.OneOf("", "shared:1 ", "master:2 propagate_from:3 "))
            .Sample(
                (root, point, optional) =>
                {
                    string line =
                        $"36 35 98:0 /{Mangled(root)} /{Mangled(point)} rw {optional}- ext4 /dev/x rw\n";
                    Assert.Equal(
                        [new MountInfo("/" + root, "/" + point, "ext4")],
                        MountInfo.Parse(Encoding.UTF8.GetBytes(line))
                    );
                }
            );

    [Fact]
    public void This_process_sees_its_own_proc() =>
        Assert.Contains(MountInfo.Own(), x => x is { MountPoint: "/proc", Type: "proc" });

    [Fact]
    public void Values_of_a_TOML_file_are_those_that_were_written() =>
        Gen.Dictionary(_key, _anyText)[0, 8]
            .Sample(values =>
            {
                string text = string.Concat(
                    values.Select(pair => $" {pair.Key} = \"{Escaped(pair.Value)}\" # x\n")
                );
                IReadOnlyList<TomlTable> tables = TomlReader.Read("[[a.\"b c\"]]\n" + text, "file");
                Assert.Equal(2, tables.Count);
                Assert.Equal(["a", "b c"], tables[1].Name);
                Assert.True(tables[1].IsArrayMember);
                Assert.Equal(
                    values.OrderBy(x => x.Key).Select(x => (x.Key, (object)x.Value)),
                    tables[1].Values.OrderBy(x => x.Key).Select(x => (x.Key, x.Value))
                );
            });

    [Fact]
    public void A_challenge_has_the_parameters_that_were_written() =>
        Gen.Select(_key, Gen.Dictionary(_key.Select(k => k.ToUpperInvariant()), _anyText)[0, 6])
            .Sample(
                (scheme, parameters) =>
                {
                    string header = string.Join(
                        " , ",
                        parameters.Select(p =>
                            $"{p.Key}=\"{p.Value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\""
                        )
                    );
                    Challenge challenge = Assert.Single(
                        ChallengeParser.Parse($"{scheme} {header}")
                    );
                    Assert.Equal(scheme, challenge.Scheme);
                    Assert.Equal(parameters.Count, challenge.Parameters.Count);
                    Assert.All(parameters, p => Assert.Equal(p.Value, challenge[p.Key]));
                }
            );

    [Fact]
    public void A_user_is_found_by_name_and_by_number()
    {
        Scratch scratch = new();
        _ = scratch.Directories("root/etc");
        using Fd root = scratch.Open("root");
        Gen.Select(
                _key.Select(key => "u" + key),
                Gen.Int[1, int.MaxValue],
                Gen.Int[0, int.MaxValue]
            )
            .Sample(
                (name, uid, gid) =>
                {
                    _ = scratch.Write(
                        "root/etc/passwd",
                        Encoding.ASCII.GetBytes(
                            $"root:x:0:0::/:\n{name}:x:{uid}:{gid}::/home/{name}:\n"
                        )
                    );
                    _ = scratch.Write(
                        "root/etc/group",
                        Encoding.ASCII.GetBytes($"more:x:77:a,{name}\n")
                    );
                    foreach (string wanted in new[] { name, $"{uid}" })
                    {
                        ContainerFiles files = new(root);
                        User user = UserLookup.Find(files, wanted);
                        Assert.Equal(((uint)uid, (uint)gid), (user.Uid, user.Gid));
                        Assert.Equal([77u], user.AdditionalGids!);
                        Assert.Equal($"/home/{name}", HomeDirectory.Of(files, user.Uid));
                    }
                },
                iter: 200,
                threads: 1
            );
    }

    [Fact]
    public void Options_that_are_no_words_of_ours_reach_the_file_system_in_order() =>
        Gen.Select(_key.Select(key => "x" + key), _anyText.Null())
            .Array[0, 8]
            .Sample(pairs =>
            {
                MountOptions options = MountOptions.Parse([
                    .. pairs.Select(p => p.Item2 is null ? p.Item1 : $"{p.Item1}={p.Item2}"),
                ]);
                Assert.Equal(
                    pairs.Select(p => (p.Item1, p.Item2)),
                    options.Data.Select(d => (d.Key, d.Value))!
                );
            });

    // fs/proc_namespace.c: mangle
    private static string Mangled(string path) =>
        path.Replace("\\", "\\134")
            .Replace(" ", "\\040")
            .Replace("\t", "\\011")
            .Replace("\n", "\\012")
            .Replace("#", "\\043");

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\t", "\\t");
}
