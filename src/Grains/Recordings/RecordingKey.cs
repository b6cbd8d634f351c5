using RelayKit.Tenants;

namespace RelayKit.Recordings;

/// <summary>Which recording or stream: the tenant, the mode, which of the two, and its id. Its text is the key of its grain.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RecordingKey")]
public readonly record struct RecordingKey(
    [property: Id(0)] TenantId Tenant,
    [property: Id(1)] Mode Mode,
    [property: Id(2)] RecordingPurpose Purpose,
    [property: Id(3)] Guid Id)
{
    /// <summary>Its public id: <c>rec_…</c> or <c>str_…</c>.</summary>
    public string PublicId => Identifiers.PublicId.Format(PrefixOf(Purpose), Id);

    /// <summary>The prefix of the ids of a purpose.</summary>
    public static string PrefixOf(RecordingPurpose purpose) =>
        purpose == RecordingPurpose.Recording ? Identifiers.PublicId.Recording : Identifiers.PublicId.Stream;

    /// <summary>Reads the key of a recording's grain.</summary>
    /// <exception cref="FormatException">The text was not made by <see cref="ToString"/>.</exception>
    public static RecordingKey Parse(string grainKey)
    {
        var text = grainKey.AsSpan();
        if (text.Length > TenantId.TextLength + 3
            && TenantId.TryParse(text[..TenantId.TextLength], out var tenant)
            && text[TenantId.TextLength] == '/'
            && ModeText.TryParseLetter(text[TenantId.TextLength + 1], out var mode)
            && text[TenantId.TextLength + 2] == '/')
        {
            foreach (var purpose in (ReadOnlySpan<RecordingPurpose>)[RecordingPurpose.Recording, RecordingPurpose.Stream])
            {
                if (Identifiers.PublicId.TryParse(PrefixOf(purpose), text[(TenantId.TextLength + 3)..], out var id))
                {
                    return new RecordingKey(tenant, mode, purpose, id);
                }
            }
        }

        throw new FormatException($"'{grainKey}' is not the key of a recording's grain.");
    }

    /// <summary><c>ten_…/l/rec_…</c>, or <c>ten_…/l/str_…</c>.</summary>
    public override string ToString() => $"{Tenant}/{Mode.Letter()}/{PublicId}";
}
