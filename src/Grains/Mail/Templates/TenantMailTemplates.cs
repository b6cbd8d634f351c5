namespace RelayKit.Mail.Templates;

/// <summary>Mails about a tenant as a whole.</summary>
public static class TenantMailTemplates
{
    /// <summary>To the owners: the tenant is suspended.</summary>
    /// <param name="reason">Why, in the operator's words.</param>
    /// <param name="sessionsEndAt">When sessions that go on end; null for never.</param>
    public static MailContent Suspended(string reason, DateTimeOffset? sessionsEndAt) => new MailDraft("tenant-suspended", "Your tenant was suspended")
        .Say("RelayKit has suspended your tenant: nobody can join its rooms. The reason that was given:")
        .Quote(reason)
        .Say(sessionsEndAt is { } at ? $"Sessions that go on end at {at.Text()}." : "Sessions that go on are not ended.")
        .Say("Your data stays, and the console works. Write to whoever runs this service to be let go on.")
        .Build();

    /// <summary>To the owners: the tenant goes on.</summary>
    public static MailContent Resumed() => new MailDraft("tenant-resumed", "Your tenant goes on")
        .Say("Your tenant is no longer suspended. People can join its rooms again.")
        .Build();
}
