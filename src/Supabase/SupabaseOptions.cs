namespace RelayKit.Supabase;

/// <summary>A project of Supabase, or a GoTrue of one's own. Section <c>RelayKit:Auth:Supabase</c>.</summary>
public sealed class SupabaseOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Auth:Supabase";

    /// <summary>The environment variables begin with it.</summary>
    internal const string Prefix = "RelayKit__Auth__Supabase__";

    /// <summary>The audience of tokens of people, unless a project has another.</summary>
    public const string DefaultAudience = "authenticated";

    private const string HostedPath = "/auth/v1";

    /// <summary>
    /// Where the project is, such as <c>https://abcdefgh.supabase.co</c>: the API of Auth is at <c>/auth/v1</c> there. With a path of its own it is
    /// where the API itself begins. Required; https, but for this very machine.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>The key that may be public: <c>anon</c> or <c>sb_publishable_…</c>. Required.</summary>
    public string? AnonKey { get; set; }

    /// <summary>The key that may do everything: <c>service_role</c> or <c>sb_secret_…</c>. Required.</summary>
    public string? ServiceRoleKey { get; set; }

    /// <summary>The secret of HS256, for projects that do not sign with keys of their own yet. Without it no token of HS256 is taken.</summary>
    public string? JwtSecret { get; set; }

    /// <summary>Who issues tokens: the claim <c>iss</c>. Default: where the API of Auth is.</summary>
    public string? Issuer { get; set; }

    /// <summary>For whom tokens are: the claim <c>aud</c>. Default: <c>authenticated</c>.</summary>
    public string Audience { get; set; } = DefaultAudience;

    /// <summary>Where the API begins, with a slash at the end.</summary>
    internal Uri ApiBase
    {
        get
        {
            var url = new Uri(Url!);
            var path = url.AbsolutePath.TrimEnd('/');
            return new Uri($"{url.Scheme}://{url.Authority}{(path.Length == 0 ? HostedPath : path)}/");
        }
    }

    /// <summary><see cref="Issuer"/>, or what follows from <see cref="Url"/>.</summary>
    internal string ExpectedIssuer => string.IsNullOrEmpty(Issuer) ? ApiBase.AbsoluteUri.TrimEnd('/') : Issuer;
}
