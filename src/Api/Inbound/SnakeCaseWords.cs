using System.Collections.Frozen;
using System.Text.Json;

namespace RelayKit.Api.Inbound;

/// <summary>The words that tenants see for an enum of LiveKit's, e.g. <c>screen_share</c>; a value without a name is its number.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
internal static class SnakeCaseWords<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> Words =
        Enum.GetValues<TEnum>().Distinct().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    public static string Of(TEnum value) => Words.TryGetValue(value, out var word) ? word : value.ToString("d");
}
