using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Recordings;

/// <summary>Which recording or stream: the tenant, the mode and its id. Its text is the key of its grain.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RecordingKey")]
public readonly record struct RecordingKey(
    [property: Id(0)] TenantId Tenant,
    [property: Id(1)] Mode Mode,
    [property: Id(2)] Guid Id)
{
    /// <summary>Reads the key of a recording's grain.</summary>
    /// <exception cref="FormatException">The text was not made by <see cref="ToString"/>.</exception>
    public static RecordingKey Parse(string grainKey)
    {
        var text = grainKey.AsSpan();
        return text.Length > TenantId.TextLength + 3
            && TenantId.TryParse(text[..TenantId.TextLength], out var tenant)
            && text[TenantId.TextLength] == '/'
            && ModeText.TryParseLetter(text[TenantId.TextLength + 1], out var mode)
            && text[TenantId.TextLength + 2] == '/'
            && PublicId.TryParse(PublicId.Recording, text[(TenantId.TextLength + 3)..], out var id)
                ? new RecordingKey(tenant, mode, id)
                : throw new FormatException($"'{grainKey}' is not the key of a recording's grain.");
    }

    /// <summary><c>ten_…/l/rec_…</c>, for streams too.</summary>
    public override string ToString() => $"{Tenant}/{Mode.Letter()}/{PublicId.Format(PublicId.Recording, Id)}";
}
