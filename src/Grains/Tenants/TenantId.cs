using RelayKit.Identifiers;

namespace RelayKit.Tenants;

/// <summary>A tenant's identifier; written <c>ten_…</c>. The only parser of it.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.TenantId")]
public readonly record struct TenantId([property: Id(0)] Guid Value)
{
    /// <summary>Characters that the text form takes.</summary>
    public const int TextLength = 30;

    /// <summary>A new id, which sorts after all made before it.</summary>
    public static TenantId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Reads <c>ten_…</c>; false for anything else, and for the empty UUID, which is nobody's.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TenantId id)
    {
        var parsed = PublicId.TryParse(PublicId.Tenant, text, out var value) && value != Guid.Empty;
        id = new TenantId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => PublicId.Format(PublicId.Tenant, Value);
}
