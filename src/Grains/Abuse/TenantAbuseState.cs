namespace RelayKit.Abuse;

/// <summary>What the rules know of one tenant. Kept by Orleans' grain storage as JSON; members are added, never renamed.</summary>
[GenerateSerializer, Alias("RelayKit.TenantAbuseState")]
internal sealed class TenantAbuseState
{
    /// <summary>Under <see cref="AbuseRule.Mints"/>.</summary>
    [Id(0)]
    public ActivityRecord Mints { get; set; } = new();

    /// <summary>Under <see cref="AbuseRule.Rooms"/>.</summary>
    [Id(1)]
    public ActivityRecord Rooms { get; set; } = new();

    public ActivityRecord Of(AbuseRule rule) => rule == AbuseRule.Mints ? Mints : Rooms;

    public void Set(AbuseRule rule, ActivityRecord record)
    {
        if (rule == AbuseRule.Mints)
        {
            Mints = record;
        }
        else
        {
            Rooms = record;
        }
    }
}
