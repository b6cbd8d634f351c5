using System.ComponentModel.DataAnnotations;

namespace RelayKit.Api.Accounts;

/// <summary>Who keeps the passwords. Section <c>RelayKit:Auth</c>.</summary>
public sealed class AuthOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Auth";

    /// <summary>RelayKit itself.</summary>
    public const string BuiltIn = "built_in";

    /// <summary>Supabase Auth; <c>RelayKit:Auth:Supabase</c> says where.</summary>
    public const string Supabase = "supabase";

    /// <summary>Who keeps the passwords: <c>built_in</c> or <c>supabase</c>. Default: RelayKit itself.</summary>
    [AllowedValues(BuiltIn, Supabase, ErrorMessage = "RelayKit__Auth__Provider has to be built_in or supabase.")]
    public string Provider { get; set; } = BuiltIn;
}
