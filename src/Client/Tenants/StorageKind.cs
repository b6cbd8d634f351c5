using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Whose bucket recordings go to. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<StorageKind>))]
public readonly record struct StorageKind(string Text) : IWord<StorageKind>
{
    /// <summary>The tenant's own.</summary>
    public static StorageKind Bucket => new("bucket");

    /// <summary>The operator's.</summary>
    public static StorageKind Managed => new("managed");

    static StorageKind IWord<StorageKind>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
