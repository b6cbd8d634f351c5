namespace RelayKit.Cli.Chaos.Plan;

/// <summary>What bad weather there is; each part can be had by itself.</summary>
[Flags]
internal enum ChaosPart
{
    /// <summary>None: nothing but load.</summary>
    None = 0,

    /// <summary>Silos and the API are killed, paused and stopped.</summary>
    Silos = 1,

    /// <summary>PostgreSQL is killed and paused.</summary>
    Postgres = 2,

    /// <summary>LiveKit's API is down or slow, its nodes die, rooms move between them.</summary>
    LiveKit = 4,

    /// <summary>The clocks of LiveKit's nodes differ.</summary>
    Clocks = 8,

    /// <summary>Webhooks are lost, late, repeated, out of order, or strange.</summary>
    Webhooks = 16,

    /// <summary>Tenants' backends, to which events are sent, fail: three requests in ten.</summary>
    Receivers = 32,

    /// <summary>All of it.</summary>
    All = Silos | Postgres | LiveKit | Clocks | Webhooks | Receivers,
}
