namespace RelayKit.StorageTests.Isolation;

/// <summary>
/// Who looks: the same random query is written once for the serving role, which row-level security shows its own tenant's rows, and once for a
/// model that asks for those rows by name.
/// </summary>
/// <param name="Own">The tenant that the transaction names; null for none.</param>
/// <param name="Foreign">A tenant whose rows it must not meet.</param>
/// <param name="IsModel">Whether each table is written as a subquery with the tenant's rows alone.</param>
public sealed record Looker(Guid? Own, Guid Foreign, bool IsModel)
{
    /// <summary>The tenant as a literal.</summary>
    public string OwnId => Own is { } own ? $"'{own}'::uuid" : "null::uuid";

    public string ForeignId => $"'{Foreign}'::uuid";

    /// <summary>A table under an alias. The model's is a fence: nothing of the query around it is asked of rows that it leaves out.</summary>
    public string From(TenantTable table, string alias) =>
        IsModel ? $"(select * from {table.Name} where tenant_id = {OwnId} offset 0) {alias}" : $"{table.Name} {alias}";

    /// <summary>A condition that is a fault on any row of another tenant's, as soon as somebody asks it of one.</summary>
    public string Trap(string alias) => $"1 / (case when {alias}.tenant_id is not distinct from {OwnId} then 1 else 0 end) = 1";
}
