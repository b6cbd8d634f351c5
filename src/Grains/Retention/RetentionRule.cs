namespace RelayKit.Retention;

/// <summary>How long one table's rows are kept.</summary>
/// <param name="Table">The table.</param>
/// <param name="Class">How long.</param>
/// <param name="CountedFrom">From when on, in words.</param>
public sealed record RetentionRule(string Table, RetentionClass Class, string CountedFrom);
