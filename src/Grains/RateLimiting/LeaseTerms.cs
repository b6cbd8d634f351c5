namespace RelayKit.RateLimiting;

/// <summary>What holds for every lease. The two ends of the protocol may be builds of two releases, so it changes with care.</summary>
public static class LeaseTerms
{
    /// <summary>
    /// For how long a process may spend what it holds, counted by its own clock from when it asked; so it ends before the grain, which
    /// counts from when it answered, thinks so. Longer than <see cref="Horizon"/>, or what is leased ahead would expire unused.
    /// </summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(10);

    /// <summary>
    /// For how long the grain remembers whom it has leased to, after the last word. Until then points that were not spent come back with
    /// the holder's next word, and nothing fills the bucket in their place; afterwards they count as spent. Twice
    /// <see cref="Validity"/>: clocks that run apart by a few percent do not matter.
    /// </summary>
    public static readonly TimeSpan Kept = Validity * 2;

    /// <summary>
    /// A process leases ahead what it uses in this time: with two processes at the default limit, a grain call for 50 to 60
    /// requests. More would lie idle in one process while another runs dry.
    /// </summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Processes that want more than there is come again one after the other, each when so many points have gathered since the one
    /// before: at several times a limit that is a grain call for 60 requests and more, while hardly any point lies unused.
    /// </summary>
    public const int ReturnPoints = 15;

    /// <summary>They come no sooner one after the other than this.</summary>
    public static readonly TimeSpan SoonestReturn = TimeSpan.FromMilliseconds(50);

    /// <summary>Each comes again at the latest after this time.</summary>
    public static readonly TimeSpan LatestReturn = TimeSpan.FromSeconds(2);

    /// <summary>Of a burst, one part in so many is what a process that has just begun asks for.</summary>
    public const int FirstPart = 20;

    /// <summary>All that is leased out is half of the burst, as a rule, in equal parts: the rest is for whoever comes next.</summary>
    public static long UsuallyOut(RateLimit limit) => Math.Max(1, limit.Burst / 2);

    /// <summary>
    /// All that is ever leased out at once: three quarters of the burst. What a request waits for may go beyond the half, e.g. when many
    /// processes hold a little each. It is also what a grain assumes that its predecessor had leased out.
    /// </summary>
    public static long MostOut(RateLimit limit) => Math.Max(1, limit.Burst * 3L / 4);
}
