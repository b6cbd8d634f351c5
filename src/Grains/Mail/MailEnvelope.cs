namespace RelayKit.Mail;

/// <summary>What a message of the outbox brings: one of the two.</summary>
public sealed record MailEnvelope
{
    /// <summary>A mail to one address.</summary>
    public MailMessage? Mail { get; init; }

    /// <summary>A mail to the owners of a tenant, of which each gets one of their own.</summary>
    public OwnerMail? Owners { get; init; }
}
