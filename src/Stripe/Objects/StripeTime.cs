namespace RelayKit.Stripe.Objects;

/// <summary>Stripe's times are seconds of Unix time, which its library gives as UTC.</summary>
internal static class StripeTime
{
    public static DateTimeOffset Of(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    public static DateTimeOffset? Of(DateTime? time) => time is { } there ? Of(there) : null;
}
