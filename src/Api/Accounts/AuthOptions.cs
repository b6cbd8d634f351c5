using System.ComponentModel.DataAnnotations;

namespace RelayKit.Api.Accounts;

/// <summary>Who keeps the passwords. Section <c>RelayKit:Auth</c>.</summary>
public sealed class AuthOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Auth";

    /// <summary>RelayKit itself.</summary>
    public const string BuiltIn = "built_in";

    /// <summary>Who keeps the passwords. Default: RelayKit itself.</summary>
    [AllowedValues(BuiltIn, ErrorMessage = "RelayKit__Auth__Provider has to be built_in.")]
    public string Provider { get; set; } = BuiltIn;
}
