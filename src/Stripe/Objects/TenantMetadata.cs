using RelayKit.Tenants;

namespace RelayKit.Stripe.Objects;

/// <summary>The tenant that RelayKit named on what it made.</summary>
internal static class TenantMetadata
{
    /// <summary>The first that is named; null when none is, or when what is named is no tenant: then somebody else made it.</summary>
    public static TenantId? Of(params Dictionary<string, string>?[] metadata)
    {
        foreach (var data in metadata)
        {
            if (data is not null && data.TryGetValue(StripeBillingProvider.TenantKey, out var text) && TenantId.TryParse(text, out var tenant))
            {
                return tenant;
            }
        }

        return null;
    }
}
