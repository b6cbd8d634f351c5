using Microsoft.IdentityModel.Tokens;

namespace RelayKit.Supabase;

/// <summary>A public key with the one algorithm that it is used by, so that no token chooses another.</summary>
/// <param name="Key">The key.</param>
/// <param name="Algorithm"><c>ES256</c> or <c>RS256</c>.</param>
internal sealed record SigningKey(SecurityKey Key, string Algorithm);
