using System.Collections.Generic;
using System.Linq;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ContainerRt.ImageStore.Registry;

/// <summary>Judges the certificate of a server, and keeps in words what was wrong with the last one.</summary>
internal sealed class ServerCertificate
{
    private readonly TrustedAuthorities? _trusted;
    private readonly bool _anyWillDo;

    public ServerCertificate(RegistryEndpoint endpoint)
    {
        // the administrator wrote `insecure` or `skip_verify` for this registry
        _anyWillDo = endpoint.SkipVerify;
        _trusted = endpoint.Authorities.Count > 0 && !_anyWillDo ? new(endpoint.Authorities) : null;
    }

    /// <summary>Null when nothing was wrong.</summary>
    public string? Fault { get; private set; }

    public bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        bool accepted =
            _anyWillDo
            || (_trusted?.Accepts(certificate, chain, errors) ?? errors == SslPolicyErrors.None);
        Fault = accepted ? null : Words(chain, errors);
        return accepted;
    }

    private static string Words(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "it has no certificate";
        }
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "its certificate is for another name";
        }
        IEnumerable<X509ChainStatusFlags> flags = chain?.ChainStatus.Select(x => x.Status) ?? [];
        X509ChainStatusFlags all = flags.Aggregate(
            X509ChainStatusFlags.NoError,
            (sum, flag) => sum | flag
        );
        return all.HasFlag(X509ChainStatusFlags.NotTimeValid)
                ? "its certificate is not valid at this time: it has expired, or this machine's clock is wrong"
            : all.HasFlag(X509ChainStatusFlags.Revoked) ? "its certificate was revoked"
            : "its certificate is of no authority that is trusted here: give the authority as `ca` in hosts.toml";
    }
}
