namespace RelayKit.Storage.Audit;

/// <summary>How far the audit of a tenant is.</summary>
/// <param name="Check">The name of the check that is looked at, of the first one where one look serves several.</param>
/// <param name="Month">The first day of the month (UTC) that is looked at; null where the check does not go by months.</param>
public sealed record AuditStep(string Check, DateOnly? Month);
