using Microsoft.Extensions.Configuration;

namespace RelayKit.Storage.Secrets;

/// <summary>The keys that wrap the key ring. Section <c>RelayKit:Secrets</c>.</summary>
internal sealed class SecretsOptions
{
    /// <summary>
    /// <c>RelayKit:Secrets:WrappingKeys:0</c> and on: each 32 random bytes in base64 or hexadecimal, or, in <c>…:0:File</c>, the path of a file with
    /// them. The first wraps new keys of the ring; all of them unwrap. They belong where the database and its backups are not.
    /// </summary>
    public IReadOnlyList<WrappingKey> WrappingKeys { get; private set; } = [];

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    private const string Section = "RelayKit:Secrets:WrappingKeys";

    private const string Setting = "RelayKit__Secrets__WrappingKeys__";

    private const string Mend = "It is 32 random bytes in base64 that wrap the keys of tenants' secrets; 'openssl rand -base64 32' makes one. "
        + "Keep it for as long as the database, and apart from its backups: without it those secrets cannot be read.";

    public void Read(IConfiguration configuration)
    {
        var (keys, faults) = (new List<WrappingKey>(), new List<string>());
        if (!string.IsNullOrEmpty(configuration[Section]))
        {
            faults.Add($"RelayKit__Secrets__WrappingKeys is a list; write {Setting}0 for its first entry.");
        }

        for (var i = 0; Text(configuration, i, faults) is { } text; i++)
        {
            if (WrappingKey.TryParse(text, out var key))
            {
                keys.Add(key);
            }
            else if (text.Length > 0)
            {
                // Not the value itself: it is a secret that was mistyped.
                faults.Add($"{Setting}{i} is not 32 bytes in base64 or hexadecimal. {Mend}");
            }
        }

        if (keys.Count == 0 && faults.Count == 0)
        {
            faults.Add($"{Setting}0 is not set. {Mend}");
        }

        (WrappingKeys, Faults) = (keys, faults);
    }

    /// <summary>The key as it is written; empty where its file cannot be read; null where there is none.</summary>
    private static string? Text(IConfiguration configuration, int index, List<string> faults)
    {
        if (configuration[$"{Section}:{index}"] is { Length: > 0 } text)
        {
            return text.Trim();
        }

        if (configuration[$"{Section}:{index}:File"] is not { Length: > 0 } path)
        {
            return null;
        }

        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } read ? read : "(empty)";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{Setting}{index}__File names '{path}', which cannot be read: {unreadable.Message}");
            return "";
        }
    }
}
