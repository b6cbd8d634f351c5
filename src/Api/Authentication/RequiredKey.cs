namespace RelayKit.Api.Authentication;

/// <summary>Which kind of key a group of routes asks for, by the name of its security scheme in the OpenAPI document.</summary>
/// <param name="Scheme">The scheme's name.</param>
internal sealed record RequiredKey(string Scheme)
{
    /// <summary>A tenant's API key.</summary>
    public static readonly RequiredKey Api = new("api_key");

    /// <summary>The operator's key.</summary>
    public static readonly RequiredKey Operator = new("operator_key");

    /// <summary>An account's session.</summary>
    public static readonly RequiredKey Session = new("session_cookie");
}
