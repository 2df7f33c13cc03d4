using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Layers;

/// <summary>
/// image-spec layer.md as a model: what a layer removes goes first, then what it brings is put over the rest. The mounted
/// layers must show that whatever the order of the archive's members.
/// </summary>
public sealed class LayerModelTests : MergedFixture
{
    private sealed record Member(string Path, char Kind, uint Mode, uint Uid, long Time);

    private sealed record Change(Member[] Members, string[] Removed, string[] Emptied)
    {
        public override string ToString() =>
            $"[{string.Join(' ', Members.Select(x => $"{x.Path}({x.Kind})"))} -- {string.Join(' ', Removed.Select(x => "rm:" + x))} {string.Join(' ', Emptied.Select(x => "empty:" + x))}]";
    }

    /// <summary>What is at a path; null for what nobody said.</summary>
    private sealed record Node(char Kind, uint Mode, uint Uid, long? Time);

    private static readonly Gen<string> _path = Gen.Char["abc"]
        .Array[1, 4]
        .Select(letters => string.Join('/', letters));

    private static readonly Gen<Member> _member = Gen.Select(
        _path,
        Gen.Char["dddfl"],
        Gen.OneOf(Gen.Const(0x1C0u), Gen.Const(0x1EDu), Gen.Const(0x1C9u)),
        Gen.UInt[0, 3000],
        Gen.Long[1, 1000],
        (path, kind, mode, uid, time) => new Member(path, kind, mode, uid, time)
    );

    // the root is one of the paths that a layer may empty
    private static readonly Gen<Change> _layer = Gen.Select(
            _member.Array[0, 8],
            _path.Array[0, 4],
            Gen.OneOf(_path, _path, Gen.Const("")).Array[0, 2]
        )
        .Select(x => new Change(Consistent(x.Item1), x.Item2, x.Item3));

    [Fact]
    public void Mounted_layers_show_what_the_model_says_whatever_the_order_of_their_members() =>
        Gen.Select(_layer.Array[2, 3], Gen.Int)
            .Sample(
                (layers, seed) =>
                {
                    Random random = new(seed);
                    SortedDictionary<string, Node> model = new(StringComparer.Ordinal);
                    Array.ForEach(layers, layer => Apply(model, layer));
                    Merged(
                        () => Compare(model),
                        Array.ConvertAll(layers, layer => Archive(layer, random))
                    );
                },
                iter: 200,
                threads: 1
            );

    // no path is both a directory and something else, and none comes twice: layer.md forbids that
    private static Member[] Consistent(Member[] members)
    {
        List<Member> kept = [];
        foreach (Member member in members)
        {
            bool fits = kept.TrueForAll(x =>
                x.Path != member.Path
                && (x.Kind == 'd' || !IsBelow(member.Path, x.Path))
                && (member.Kind == 'd' || !IsBelow(x.Path, member.Path))
            );
            if (fits)
            {
                kept.Add(member);
            }
        }
        return [.. kept];
    }

    private static TarBuilder Archive(Change layer, Random random)
    {
        List<Action<TarBuilder>> pieces =
        [
            .. layer.Members.Select<Member, Action<TarBuilder>>(m =>
                tar =>
                    tar.Member(
                        m.Kind switch
                        {
                            'd' => '5',
                            'l' => '2',
                            _ => '0',
                        },
                        m.Path,
                        link: m.Kind == 'l' ? "nowhere" : "",
                        mode: m.Mode,
                        mtime: m.Time,
                        uid: m.Uid
                    )
            ),
            .. layer.Removed.Select<string, Action<TarBuilder>>(x =>
                tar => tar.File(x[..^1] + ".wh." + x[^1])
            ),
            .. layer.Emptied.Select<string, Action<TarBuilder>>(x =>
                tar => tar.File($"{x}/.wh..wh..opq")
            ),
        ];
        TarBuilder archive = new();
        foreach (Action<TarBuilder> piece in pieces.OrderBy(_ => random.Next()))
        {
            piece(archive);
        }
        return archive;
    }

    private static void Apply(SortedDictionary<string, Node> tree, Change layer)
    {
        foreach (string path in layer.Removed)
        {
            Remove(tree, path, itself: true);
        }
        foreach (string path in layer.Emptied)
        {
            Remove(tree, path, itself: false);
        }
        foreach (Member member in layer.Members.OrderBy(x => x.Path, StringComparer.Ordinal))
        {
            for (int slash = 1; slash < member.Path.Length; slash += 2)
            {
                Put(tree, member.Path[..slash], new('d', 0x1ED, 0, null), said: false);
            }
            Put(
                tree,
                member.Path,
                new(member.Kind, member.Mode, member.Uid, member.Time),
                said: true
            );
        }
    }

    private static void Put(SortedDictionary<string, Node> tree, string path, Node node, bool said)
    {
        bool both = node.Kind == 'd' && tree.TryGetValue(path, out Node? old) && old.Kind == 'd';
        if (both && !said)
        {
            return;
        }
        if (!both)
        {
            Remove(tree, path, itself: true);
        }
        tree[path] = node;
    }

    private static void Remove(SortedDictionary<string, Node> tree, string path, bool itself)
    {
        foreach (
            string gone in tree.Keys.Where(x => IsBelow(x, path) || (itself && x == path)).ToList()
        )
        {
            tree.Remove(gone);
        }
    }

    private static bool IsBelow(string path, string above) =>
        above.Length == 0 || path.StartsWith(above + "/", StringComparison.Ordinal);

    private void Compare(SortedDictionary<string, Node> model)
    {
        string[] seen = Run("find", In("merged"), "-mindepth", "1", "-printf", "%P %y %m %U %Ts\n")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(seen, StringComparer.Ordinal);
        string[] expected = [.. model.Select(x => Line(x.Key, x.Value, seen))];
        Array.Sort(expected, StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', seen));
    }

    private static string Line(string path, Node node, string[] seen)
    {
        // the mode of a link is always 777; a time that nobody said is that of the test
        string mode = node.Kind == 'l' ? "777" : Convert.ToString(node.Mode, 8);
        string time =
            node.Time?.ToString()
            ?? seen.FirstOrDefault(x => x.StartsWith(path + " ", StringComparison.Ordinal))
                ?.Split(' ')[^1]
            ?? "";
        return $"{path} {node.Kind} {mode} {node.Uid} {time}";
    }
}
