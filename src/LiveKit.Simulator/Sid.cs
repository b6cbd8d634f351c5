using System.Security.Cryptography;

namespace RelayKit.LiveKit.Simulator;

/// <summary>LiveKit's ids: a prefix that tells the kind and 12 base62 characters.</summary>
internal static class Sid
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string New(string prefix) => prefix + RandomNumberGenerator.GetString(Alphabet, 12);
}
