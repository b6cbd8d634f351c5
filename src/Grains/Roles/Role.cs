using System.Collections.Frozen;

namespace RelayKit.Roles;

/// <summary>A name for a set of grants, so that join tokens can be minted by it.</summary>
/// <param name="Name">1 to 64 of <c>a-z 0-9 _ -</c>.</param>
/// <param name="Grants">What it grants.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.Role")]
public sealed record Role([property: Id(0)] string Name, [property: Id(1)] ParticipantGrants Grants)
{
    /// <summary>The role of a token that names none.</summary>
    public const string Default = "participant";

    /// <summary>The roles that every tenant has; they cannot be changed.</summary>
    public static readonly FrozenDictionary<string, Role> BuiltIn = new[]
    {
        new Role("host", new ParticipantGrants
        {
            CanPublish = true, CanSubscribe = true, CanPublishData = true, CanUpdateOwnMetadata = true, RoomAdmin = true,
        }),
        new Role(Default, new ParticipantGrants { CanPublish = true, CanSubscribe = true, CanPublishData = true }),
        new Role("viewer", new ParticipantGrants { CanSubscribe = true }),
    }.ToFrozenDictionary(static role => role.Name, StringComparer.Ordinal);
}
