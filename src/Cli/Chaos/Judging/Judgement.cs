namespace RelayKit.Cli.Chaos.Judging;

/// <summary>What comparing the ledger with the truth came to.</summary>
internal sealed class Judgement
{
    public IReadOnlyDictionary<Ground, Share> Shares { get; } = Enum.GetValues<Ground>().ToDictionary(ground => ground, _ => new Share());

    public List<Difference> Differences { get; } = [];

    /// <summary>Webhooks that were acknowledged, of those whose fate is known.</summary>
    public int Acknowledged { get; set; }

    /// <summary>Webhooks that never arrived, or whose answer LiveKit did not get.</summary>
    public int NotAcknowledged { get; set; }

    public int Rooms { get; set; }

    /// <summary>
    /// Ends that looks have set to an instant that no single look explains, since somebody else was in the room of whom nothing had been
    /// told: the count then agreed by chance.
    /// </summary>
    public int Obscured { get; set; }

    public void Differ(string law, string where, string detail) => Differences.Add(new Difference(law, where, detail));
}
