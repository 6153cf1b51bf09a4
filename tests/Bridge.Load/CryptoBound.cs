using System.Security.Cryptography;

namespace Bridge.Load;

/// <summary>
/// What the machine could do if an exchange were nothing but its cryptography: every core verifies one RS256 signature and
/// makes one of the issued algorithm, over and over.
/// </summary>
internal static class CryptoBound
{
    private static readonly byte[] Signed = RandomNumberGenerator.GetBytes(1500);

    /// <summary>Pairs a second over all cores, measured for <paramref name="length"/>.</summary>
    public static double Measure(string algorithm, TimeSpan length)
    {
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = rsa.SignData(Signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Action sign = algorithm == "ES256"
            ? () => ecdsa.SignData(Signed, HashAlgorithmName.SHA256)
            : () => rsa.SignData(Signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        var pairs = 0L;
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            var own = 0L;
            for (; time.GetElapsedTime(start) < length; own++)
            {
                if (!rsa.VerifyData(Signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                    throw new CryptographicException("a true signature does not hold");
                sign();
            }

            Interlocked.Add(ref pairs, own);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return pairs / time.GetElapsedTime(start).TotalSeconds;
    }
}
