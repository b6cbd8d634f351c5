namespace RelayKit.Mail.Templates;

/// <summary>Mails about API keys.</summary>
public static class ApiKeyMailTemplates
{
    /// <summary>To the owners of a key that was found where it should not be.</summary>
    /// <param name="key">Its id: <c>key_…</c>.</param>
    /// <param name="shown">What may be shown of the key itself: its prefix and last characters.</param>
    /// <param name="name">What the tenant calls it.</param>
    /// <param name="foundAt">Where it was seen, as whoever reported it says; null where nobody said. Not to be trusted, and so no link.</param>
    public static MailContent Leaked(string key, string shown, string name, string? foundAt) =>
        new MailDraft("api-key-leaked", "An API key of yours has leaked and was revoked")
            .Say("Somebody has reported that they found an API key of yours where it should not be. RelayKit has revoked it, with all its secrets; whatever uses it is refused now.")
            .Facts(("Key", $"{key} ({shown})"), ("Name", name), ("Found at", foundAt ?? "they did not say"))
            .Say(foundAt is null ? null : "Where it was found is what they say. Do not trust the address.")
            .Say("Make another key, put it where the old one was, and look in the request log for calls that are not yours.")
            .Build();
}
