using System.Collections.Immutable;
using RelayKit.Events;

namespace RelayKit.Webhooks;

/// <summary>
/// Which events an endpoint gets: types such as <c>recording.completed</c>, all of a resource such as <c>recording.*</c>, or <c>*</c>. None named is all.
/// The database decides by <c>webhook_admits</c>, which says the same.
/// </summary>
public static class WebhookTypes
{
    /// <summary>The most that one endpoint names.</summary>
    public const int Most = 50;

    /// <summary>The type of an event that is sent only when a tenant asks for a test; no log has it.</summary>
    public const string Test = "webhook.test";

    private const string All = "*";

    /// <summary>Whether an event is asked for.</summary>
    public static bool Admit(ImmutableArray<string> types, string type) => types.IsEmpty || types.Any(one => Matches(one, type));

    /// <summary>Whether it names any event that there is.</summary>
    public static bool IsKnown(string one) => TenantEventTypes.All.Any(type => Matches(one, type));

    private static bool Matches(string one, string type) =>
        one == All || one == type || (one.EndsWith(".*", StringComparison.Ordinal) && one.AsSpan(0, one.Length - 2).SequenceEqual(ResourceOf(type)));

    private static ReadOnlySpan<char> ResourceOf(string type) => type.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? type.AsSpan(0, dot) : type;
}
