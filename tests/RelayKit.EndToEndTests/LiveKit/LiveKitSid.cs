using System.Security.Cryptography;

namespace RelayKit.EndToEndTests.LiveKit;

/// <summary>Sids as LiveKit makes them: a prefix and twelve random letters and digits.</summary>
public static class LiveKitSid
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string Room() => "RM_" + Random();

    public static string Participant() => "PA_" + Random();

    public static string Track() => "TR_" + Random();

    public static string Event() => "EV_" + Random();

    private static string Random() => RandomNumberGenerator.GetString(Alphabet, 12);
}
