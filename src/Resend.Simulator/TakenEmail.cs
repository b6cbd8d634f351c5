using System.Text.Json;

namespace RelayKit.Resend.Simulator;

/// <summary>A mail that was taken.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">The idempotency key that it came with; null for none.</param>
/// <param name="Body">What was sent.</param>
/// <param name="At">When.</param>
public sealed record TakenEmail(Guid Id, string? Key, JsonElement Body, DateTimeOffset At)
{
    /// <summary>The address that it goes to: the first, where there are several.</summary>
    public string To => Body.GetProperty("to") is var to && to.ValueKind == JsonValueKind.Array ? to[0].GetString()! : to.GetString()!;
}
