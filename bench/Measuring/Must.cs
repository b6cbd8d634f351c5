using System.Globalization;

namespace RelayKit.Bench.Measuring;

/// <summary>A figure that has to be reached.</summary>
/// <param name="What">In words, with its unit.</param>
/// <param name="Measured">What it came to; null when it could not be measured.</param>
/// <param name="AtLeast">The least that will do; null when there is only a most.</param>
/// <param name="AtMost">The most that will do; null when there is only a least.</param>
/// <param name="Goal">What is wanted beyond that; null when there is none.</param>
internal sealed record Must(string What, double? Measured, double? AtLeast, double? AtMost, double? Goal)
{
    public bool IsMet => Measured is { } measured && double.IsFinite(measured) && measured >= (AtLeast ?? measured) && measured <= (AtMost ?? measured);

    public bool MeetsGoal => IsMet && Goal is { } goal && (AtLeast is null ? Measured <= goal : Measured >= goal);

    public string Wanted => AtLeast is { } least ? string.Create(CultureInfo.InvariantCulture, $"≥ {least}") : string.Create(CultureInfo.InvariantCulture, $"≤ {AtMost}");

    public static Must Least(string what, double? measured, double least, double? goal = null) => new(what, measured, least, null, goal);

    public static Must Most(string what, double? measured, double most, double? goal = null) => new(what, measured, null, most, goal);
}
