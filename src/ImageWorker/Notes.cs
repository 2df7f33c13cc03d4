using System.IO;
using System.Text;
using ContainerRt.Linux.Streams;

namespace ContainerRt.ImageWorker;

/// <summary>Standard error for what is said along the way: a pull does not fail for want of somebody who looks on.</summary>
internal sealed class Notes : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value) => StandardStreams.Error(value ?? "");

    public override void Write(char[] buffer, int index, int count) =>
        Write(new string(buffer, index, count));

    public override void Write(StringBuilder? value) => Write(value?.ToString());

    public override void WriteLine(string? value) => Write(value + "\n");
}
