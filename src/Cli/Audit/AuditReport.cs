using RelayKit.Storage.Audit;

namespace RelayKit.Cli.Audit;

/// <summary>What an audit has found: how many violations of each law, and the first few of them. It does not grow with their number.</summary>
/// <param name="most">How many are kept to be shown.</param>
internal sealed class AuditReport(int most)
{
    private readonly Dictionary<string, long> _violations = AuditCheck.All.ToDictionary(check => check.Name, _ => 0L);
    private readonly List<AuditFinding> _first = [];

    /// <summary>The first findings, in the order in which they came.</summary>
    public IReadOnlyList<AuditFinding> First => _first;

    /// <summary>How many violations there are, of all laws.</summary>
    public long Violations => _violations.Values.Sum();

    /// <summary>How many violations there are beside those of <see cref="First"/>.</summary>
    public long NotShown => Violations - _first.Sum(finding => finding.Violations);

    /// <summary>How many violations of a law there are.</summary>
    public long Of(AuditCheck check) => _violations[check.Name];

    public void Add(AuditFinding finding)
    {
        _violations[finding.Check] += finding.Violations;
        if (_first.Count < most)
        {
            _first.Add(finding);
        }
    }

    /// <summary>Adds what another report has found.</summary>
    public void Add(AuditReport other)
    {
        foreach (var (check, violations) in other._violations)
        {
            _violations[check] += violations;
        }

        _first.AddRange(other._first.Take(most - _first.Count));
    }
}
