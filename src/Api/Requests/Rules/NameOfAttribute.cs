using System.Buffers;
using Microsoft.OpenApi;

namespace RelayKit.Api.Requests.Rules;

/// <summary>A name that programs go by: 1 to so many characters of a set. Never <c>.</c> or <c>..</c>, which no path can hold.</summary>
/// <param name="most">The most characters.</param>
/// <param name="characters">The characters.</param>
/// <param name="pattern">The same as a regular expression's class has them, without the brackets.</param>
/// <param name="words">The same as people read them.</param>
internal class NameOfAttribute(int most, string characters, string pattern, string words) : FieldRule
{
    public const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly SearchValues<char> _allowed = SearchValues.Create(characters);

    public override void Check(object value, string pointer, FieldErrors errors)
    {
        var text = (string)value;
        if (text.Length > 0 && !IsValid(text))
        {
            errors.Add(pointer, $"has to be 1 to {most} of {words}{(HasDots ? ", and neither . nor .." : "")}");
        }
    }

    public bool IsValid(string text) =>
        text.Length is > 0 && text.Length <= most && !text.AsSpan().ContainsAnyExcept(_allowed) && text is not ("." or "..");

    public override void Describe(OpenApiSchema schema)
    {
        schema.MinLength = 1;
        schema.MaxLength = most;
        schema.Pattern = HasDots ? $"^(?!\\.{{1,2}}$)[{pattern}]+$" : $"^[{pattern}]+$";
    }

    private bool HasDots => characters.Contains('.', StringComparison.Ordinal);
}

/// <summary>A room's name, as tenants choose it.</summary>
internal sealed class RoomNameAttribute() : NameOfAttribute(
    RelayKit.Rooms.RoomName.MaxLength, LettersAndDigits + "._:-", "A-Za-z0-9._:\\-", "A-Z a-z 0-9 . _ : -");

/// <summary>A participant's identity, as tenants choose it.</summary>
internal sealed class IdentityAttribute() : NameOfAttribute(
    MaxLength, LettersAndDigits + "._:-@+", "A-Za-z0-9._:\\-@+", "A-Z a-z 0-9 . _ : - @ +")
{
    public const int MaxLength = 128;

    private static readonly IdentityAttribute Rule = new();

    /// <summary>Whether a text can be anybody's identity.</summary>
    public static bool IsIdentity(string text) => Rule.IsValid(text);
}

/// <summary>A role's name.</summary>
internal sealed class RoleNameAttribute() : NameOfAttribute(
    MaxLength, "abcdefghijklmnopqrstuvwxyz0123456789_-", "a-z0-9_\\-", "a-z 0-9 _ -")
{
    public const int MaxLength = 64;

    private static readonly RoleNameAttribute Rule = new();

    /// <summary>Whether a text can be a role's name.</summary>
    public static bool IsRoleName(string text) => Rule.IsValid(text);
}
