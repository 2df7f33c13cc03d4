using System.Collections.Generic;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ContainerRt.ImageStore.Registry;

/// <summary>Certificate authorities that are trusted for one place, beside those that the system trusts.</summary>
internal sealed class TrustedAuthorities
{
    private readonly X509Certificate2Collection _authorities = [];

    /// <param name="files">PEM, each with a certificate or several.</param>
    public TrustedAuthorities(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            string text = Encoding.UTF8.GetString(BoundedFile.Read(file, "read certificates from"));
            int before = _authorities.Count;
            try
            {
                _authorities.ImportFromPem(text);
            }
            catch (CryptographicException e)
            {
                throw new ImageStoreException(
                    $"read certificates from {file}: a certificate in it is damaged",
                    e
                );
            }
            if (_authorities.Count == before)
            {
                throw new ImageStoreException(
                    $"read certificates from {file}: it holds no certificate in PEM"
                );
            }
        }
    }

    /// <summary>The verdict on a server's certificate, which the system's own stores have been asked about.</summary>
    public bool Accepts(X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        // any other error, as a name that does not match, is none that an authority could mend
        if (
            errors != SslPolicyErrors.RemoteCertificateChainErrors
            || certificate is not X509Certificate2 server
        )
        {
            return errors == SslPolicyErrors.None;
        }
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // serverAuth, RFC 5280 4.2.1.12
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        // the authorities between, which the server has sent along
        if (presented is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        }
        return chain.Build(server);
    }
}
