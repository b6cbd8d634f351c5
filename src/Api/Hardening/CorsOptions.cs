namespace RelayKit.Api.Hardening;

/// <summary>
/// Whose pages may read the API's answers in a browser. Section <c>RelayKit:Cors</c>. By default nobody's: API keys belong in backends. Cookies are never
/// allowed with it, from whichever origin.
/// </summary>
public sealed class CorsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Cors";

    /// <summary>Origins as browsers send them: scheme, host, and the port where it is not the scheme's. No wildcards.</summary>
    public IList<string> Origins { get; } = [];
}
