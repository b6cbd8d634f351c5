using System.Collections.Frozen;
using System.Text.Json;

namespace RelayKit.LiveKit.Simulator.Faults;

/// <summary>The faults by the names that the control interface has for them, and what else is true of each.</summary>
internal static class FaultNames
{
    public static readonly IReadOnlyList<WebhookFault> All = Enum.GetValues<WebhookFault>();

    private static readonly FrozenDictionary<WebhookFault, string> Names = All.ToFrozenDictionary(
        fault => fault,
        fault => fault == WebhookFault.AnsweredWith4xx ? "answered_4xx" : JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString()));

    public static string Of(WebhookFault fault) => Names[fault];

    public static WebhookFault? Find(string name) => All.Where(fault => Of(fault) == name).Cast<WebhookFault?>().FirstOrDefault();

    /// <summary>Whether the receiver will never take note of it.</summary>
    public static bool Loses(WebhookFault fault) => fault <= WebhookFault.StaleToken;

    /// <summary>Whether it has to do with waiting, and how long one waits where nobody says, milliseconds; null where it has not.</summary>
    public static int? DefaultWaitMs(WebhookFault fault) => fault switch
    {
        WebhookFault.Duplicate or WebhookFault.DuplicateNewId => 0,
        WebhookFault.Delay => 1000,
        WebhookFault.Reorder or WebhookFault.ReorderWithinRoom => 2000,
        _ => null,
    };
}
