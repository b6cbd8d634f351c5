namespace RelayKit.Cli.Chaos.Plan;

/// <summary>What is done to a running RelayKit.</summary>
internal enum ChaosDeed
{
    /// <summary>SIGKILL to a silo, which is started again some seconds later.</summary>
    KillSilo,

    /// <summary>SIGSTOP to a silo, and SIGCONT some seconds later: long enough for the others to declare it dead, or not quite.</summary>
    PauseSilo,

    /// <summary>SIGTERM to a silo, which is started again when it has ended.</summary>
    StopSilo,

    /// <summary>SIGKILL to the API, where LiveKit's webhooks arrive.</summary>
    KillApi,

    /// <summary>SIGKILL to PostgreSQL with all its processes, and a start that recovers from its log.</summary>
    KillPostgres,

    /// <summary>SIGSTOP to PostgreSQL with all its processes: commits neither succeed nor fail.</summary>
    PausePostgres,

    /// <summary>LiveKit's API breaks off connections, or answers 503.</summary>
    LiveKitDown,

    /// <summary>LiveKit's API answers late.</summary>
    LiveKitSlow,

    /// <summary>The clock of one of LiveKit's two nodes is set to another time.</summary>
    SkewClock,
}
