using System;
using System.IO;
using System.Security.Cryptography;

namespace ContainerRt.Fuzz.Driver;

/// <summary>Where inputs go that broke something.</summary>
internal static class Findings
{
    public static string Keep(string target, byte[] input)
    {
        string directory = Checkout.At("out/fuzz/findings");
        Directory.CreateDirectory(directory);
        string name = Convert.ToHexStringLower(SHA256.HashData(input))[..12];
        string file = Path.Combine(directory, $"{target}-{name}");
        File.WriteAllBytes(file, input);
        return file;
    }
}
