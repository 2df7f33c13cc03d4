using System.Collections.Generic;

namespace ContainerRt.Cli.User;

/// <summary>ctrl-p ctrl-q leaves the container running. A ctrl-p alone is passed on with the next key.</summary>
internal sealed class DetachKeys
{
    private const byte CtrlP = 0x10;
    private const byte CtrlQ = 0x11;

    private bool _held;

    /// <param name="typed">What was typed; what is to be passed on afterwards.</param>
    public bool Seen(ref byte[] typed)
    {
        List<byte> passed = [];
        foreach (byte key in typed)
        {
            if (_held && key == CtrlQ)
            {
                typed = [.. passed];
                return true;
            }
            if (_held)
            {
                passed.Add(CtrlP);
            }
            _held = key == CtrlP;
            if (!_held)
            {
                passed.Add(key);
            }
        }
        typed = [.. passed];
        return false;
    }
}
