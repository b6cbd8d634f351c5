namespace RelayKit.Cli.Chaos.Judging;

/// <summary>Something that the ledger says and that is not so, or the other way round.</summary>
/// <param name="Law">What is broken, in a word or two.</param>
/// <param name="Where">The room's and the participant's sid.</param>
/// <param name="Detail">What was expected and what was found.</param>
internal sealed record Difference(string Law, string Where, string Detail)
{
    public override string ToString() => $"{Law}: {Where}: {Detail}";
}
