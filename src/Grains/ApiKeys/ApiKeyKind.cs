namespace RelayKit.ApiKeys;

/// <summary>Whose an API key is.</summary>
[GenerateSerializer, Alias("RelayKit.ApiKeyKind")]
public enum ApiKeyKind
{
    /// <summary>The tenant's: it outlives whoever made it.</summary>
    Service = 0,

    /// <summary>An account's: it ends when the account leaves the tenant.</summary>
    Personal = 1,
}

/// <summary>Kinds as the API and the database write them.</summary>
public static class ApiKeyKindText
{
    /// <summary><c>service</c> or <c>personal</c>.</summary>
    public static string Word(this ApiKeyKind kind) => kind == ApiKeyKind.Personal ? "personal" : "service";

    /// <summary><c>s</c> or <c>p</c>.</summary>
    public static string Letter(this ApiKeyKind kind) => kind == ApiKeyKind.Personal ? "p" : "s";
}
