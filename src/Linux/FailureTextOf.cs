using System.Runtime.CompilerServices;
using System.Text;

namespace ContainerRt.Linux;

/// <summary><see cref="FailureText"/> beside a <see cref="SysResult{T}"/>.</summary>
[InterpolatedStringHandler]
public readonly ref struct FailureTextOf<TResult>
{
    private readonly StringBuilder? _text;

    public FailureTextOf(
        int literalLength,
        int formattedCount,
        SysResult<TResult> result,
        out bool append
    )
    {
        append = result.Failed;
        _text = append ? new StringBuilder(literalLength + 16 * formattedCount) : null;
    }

    public void AppendLiteral(string text) => _ = _text?.Append(text);

    public void AppendFormatted<T>(T value) => _ = _text?.Append(value?.ToString());

    public void AppendFormatted<T>(T value, string format)
        where T : System.IFormattable => _ = _text?.Append(value.ToString(format, null));

    public override string ToString() => _text?.ToString() ?? "";
}
