namespace RelayKit.Storage.Audit;

/// <summary>The audit could not look.</summary>
public sealed class AuditUnavailableException(string message, Exception innerException) : Exception(message, innerException);
