using RelayKit.Tenants;

namespace RelayKit.Ingress;

/// <summary>Which ingress: the tenant, the mode and its id. Its text is the key of the ingress's grain.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.IngressKey")]
public readonly record struct IngressKey(
    [property: Id(0)] TenantId Tenant,
    [property: Id(1)] Mode Mode,
    [property: Id(2)] Guid Id)
{
    /// <summary>The id as it is told outside; in LiveKit it is the ingress's name.</summary>
    public string PublicId => Identifiers.PublicId.Format(Identifiers.PublicId.Ingress, Id);

    /// <summary>Reads the key of an ingress's grain.</summary>
    /// <exception cref="FormatException">The text was not made by <see cref="ToString"/>.</exception>
    public static IngressKey Parse(string grainKey)
    {
        var text = grainKey.AsSpan();
        if (text.Length > TenantId.TextLength + 3
            && TenantId.TryParse(text[..TenantId.TextLength], out var tenant)
            && text[TenantId.TextLength] == '/'
            && ModeText.TryParseLetter(text[TenantId.TextLength + 1], out var mode)
            && text[TenantId.TextLength + 2] == '/'
            && Identifiers.PublicId.TryParse(Identifiers.PublicId.Ingress, text[(TenantId.TextLength + 3)..], out var id))
        {
            return new IngressKey(tenant, mode, id);
        }

        throw new FormatException($"'{grainKey}' is not the key of an ingress's grain.");
    }

    /// <summary><c>ten_…/l/ing_…</c>.</summary>
    public override string ToString() => $"{Tenant}/{Mode.Letter()}/{PublicId}";
}
