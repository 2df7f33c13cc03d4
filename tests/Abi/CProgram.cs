using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ContainerRt.Linux.Native;

namespace ContainerRt.Abi;

/// <summary>A C file of static assertions, one for each constant, size and offset of a declaration.</summary>
internal sealed class CProgram
{
    private static readonly string[] s_filler = ["pad", "unused", "rest", "spare", "reserved"];

    private readonly StringBuilder _text = new();

    private CProgram() { }

    public int Assertions { get; private set; }

    public string Text => _text.ToString();

    public static CProgram For(Type type)
    {
        CHeaderAttribute header = type.GetCustomAttribute<CHeaderAttribute>()!;
        var program = new CProgram();
        program.Include(header.Header);
        foreach ((string name, object value) in Constants(type))
        {
            program.Constant(header.Prefix + name, value);
        }
        if (type is { IsValueType: true, IsEnum: false })
        {
            program.Struct(type, header.CType.Length > 0 ? header.CType : $"struct {type.Name}");
        }
        return program;
    }

    private void Include(string headers)
    {
        _ = _text.AppendLine("#define _GNU_SOURCE 1");
        foreach (string one in headers.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            _ = _text.AppendLine($"#include <{one}>");
        }
        // linux/mount.h defines OPEN_TREE_CLOEXEC by O_CLOEXEC and does not include it
        _ = _text.AppendLine("#ifndef O_CLOEXEC\n#include <fcntl.h>\n#endif");
        _ = _text.AppendLine("#include <stddef.h>");
    }

    private static IEnumerable<(string Name, object Value)> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .Where(x => x.IsLiteral && x.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .Select(x => (x.Name, x.GetRawConstantValue()!))
            .Where(x => x.Item2 is not string);

    /// <remarks>
    /// A name that is neither macro nor enumerator is reported by a pragma, so that a constant newer than the
    /// headers is listed. Enumerators are invisible to #ifdef: CCompiler asks for those by name.
    /// </remarks>
    private void Constant(string name, object value)
    {
        Assertions++;
        string bits = Bits(value);
        _ = _text.AppendLine($"#if defined({name}) || defined(CRT_ENUMERATOR_{name})");
        // compared in the width of the C# constant: -1 and 0xffffffff are the same 32 bits
        _ = _text.AppendLine(
            $"_Static_assert((unsigned long long)(({Width(value)})({name})) == {bits}ULL, \"{name} differs\");"
        );
        _ = _text.AppendLine("#else");
        _ = _text.AppendLine($"#pragma message \"absent {name}\"");
        _ = _text.AppendLine("#endif");
    }

    private void Struct(Type type, string ctype)
    {
        Assertions++;
        _ = _text.AppendLine(
            $"_Static_assert(sizeof({ctype}) == {Marshal.SizeOf(type)}, \"sizeof {ctype}\");"
        );
        FieldInfo[] fields = type.GetFields(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        );
        // filler has no name in C; a wrong one shows in the size and in the offsets behind it
        foreach (FieldInfo field in fields.Where(x => !IsFiller(x.Name)))
        {
            Assertions++;
            string name = field.Name.TrimStart('_', '@');
            long offset = (long)Marshal.OffsetOf(type, field.Name);
            _ = _text.AppendLine(
                $"_Static_assert(offsetof({ctype}, {name}) == {offset}, \"offsetof {ctype}.{name}\");"
            );
        }
    }

    private static bool IsFiller(string name) =>
        s_filler.Any(x => name.TrimStart('_').StartsWith(x, StringComparison.Ordinal));

    private static string Width(object value) =>
        value switch
        {
            sbyte or byte => "unsigned char",
            short or ushort => "unsigned short",
            int or uint => "unsigned int",
            _ => "unsigned long long",
        };

    private static string Bits(object value) =>
        value switch
        {
            sbyte x => ((byte)x).ToString(CultureInfo.InvariantCulture),
            short x => ((ushort)x).ToString(CultureInfo.InvariantCulture),
            int x => ((uint)x).ToString(CultureInfo.InvariantCulture),
            long x => ((ulong)x).ToString(CultureInfo.InvariantCulture),
            _ => Convert
                .ToUInt64(value, CultureInfo.InvariantCulture)
                .ToString(CultureInfo.InvariantCulture),
        };
}
