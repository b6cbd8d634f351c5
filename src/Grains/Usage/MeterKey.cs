using RelayKit.Tenants;

namespace RelayKit.Usage;

/// <summary>Which meter: a tenant's, in live or in test mode. Its text is the key of the meter's grain.</summary>
public readonly record struct MeterKey(TenantId Tenant, Mode Mode)
{
    /// <summary>Reads the key of a meter's grain.</summary>
    /// <exception cref="FormatException">The text was not made by <see cref="ToString"/>.</exception>
    public static MeterKey Parse(string grainKey)
    {
        if (grainKey.Length == TenantId.TextLength + 2
            && TenantId.TryParse(grainKey.AsSpan(0, TenantId.TextLength), out var tenant)
            && grainKey[TenantId.TextLength] == '/'
            && ModeText.TryParseLetter(grainKey[^1], out var mode))
        {
            return new MeterKey(tenant, mode);
        }

        throw new FormatException($"'{grainKey}' is not the key of a meter's grain.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Mode.Letter()}";
}
