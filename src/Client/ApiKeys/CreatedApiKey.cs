namespace RelayKit.Client;

/// <summary>An API key with its secret, which no other answer has.</summary>
public sealed record CreatedApiKey : ApiKey
{
    /// <summary>The key itself, to be kept where secrets are.</summary>
    public string Key { get; init; } = "";

    /// <summary>Without the secret, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(CreatedApiKey)} {{ {Id}, {Prefix}… }}";
}
