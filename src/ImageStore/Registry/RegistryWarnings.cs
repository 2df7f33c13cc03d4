using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;

namespace ContainerRt.ImageStore.Registry;

/// <summary>What a registry wants its users to know, distribution-spec "Warnings": each text once.</summary>
/// <param name="tell">Gets the text, which the registry chose: unsafe for a terminal as it is.</param>
internal sealed class RegistryWarnings(Action<string> tell)
{
    private const int Most = 16;
    private const int Longest = 256;

    // the specification's code; its agent is "-"
    private const int Code = 299;

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    internal void Look(HttpResponseMessage response)
    {
        foreach (WarningHeaderValue warning in response.Headers.Warning)
        {
            string text = warning.Text.Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal);
            if (warning.Code == Code && text.Length <= Longest && IsNew(text))
            {
                tell(text);
            }
        }
    }

    private bool IsNew(string text)
    {
        // layers are fetched side by side
        lock (_told)
        {
            return _told.Count < Most && _told.Add(text);
        }
    }
}
