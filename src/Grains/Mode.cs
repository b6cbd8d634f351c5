namespace RelayKit;

/// <summary>
/// Whether something is real or a trial. The same room name in both modes is two rooms; test usage is metered apart and never billed.
/// </summary>
[GenerateSerializer, Alias("RelayKit.Mode")]
public enum Mode
{
    /// <summary>Billed. Reached with <c>rk_live_</c> keys.</summary>
    Live = 0,

    /// <summary>Never billed. Reached with <c>rk_test_</c> keys.</summary>
    Test = 1,
}
