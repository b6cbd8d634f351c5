namespace RelayKit.Storage;

/// <summary>What health checks are asked for by.</summary>
public static class HealthTags
{
    /// <summary>Checks that decide whether this process can take work, behind <c>/readyz</c>.</summary>
    public const string Ready = "ready";
}
