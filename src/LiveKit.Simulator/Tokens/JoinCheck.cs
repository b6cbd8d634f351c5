using System.Text;

namespace RelayKit.LiveKit.Simulator.Tokens;

/// <summary>What LiveKit looks at before it lets somebody connect.</summary>
internal static class JoinCheck
{
    private const int MaxLength = 256;

    /// <summary>The status and text of the refusal, or null.</summary>
    public static (int Status, string Text)? Refuse(TokenClaims claims, string room) =>
        !claims.Has("roomJoin") ? (401, "permissions denied")
        : claims.Identity.Length == 0 ? (400, "identity cannot be empty")
        : Encoding.UTF8.GetByteCount(claims.Identity) > MaxLength
            ? (400, $"participant identity length exceeds limits: max length {MaxLength}")
        : room.Length == 0 ? (400, "no room name")
        : Encoding.UTF8.GetByteCount(room) > MaxLength ? (400, $"room name length exceeds limits: max length {MaxLength}")
        : null;
}
