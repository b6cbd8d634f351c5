namespace RelayKit.LiveKit.Simulator.Tokens;

/// <summary>The token of a request: the header's, or, without one, the query's.</summary>
internal static class RequestToken
{
    private const string BearerPrefix = "Bearer ";

    /// <summary>
    /// <paramref name="refused"/> is the text of a 401, or null; both null is a request without a token, which is for the handler to judge.
    /// </summary>
    public static TokenClaims? Read(HttpRequest request, TokenVerifier tokens, out string? refused)
    {
        refused = null;
        var header = request.Headers.Authorization.ToString();
        if (header.Length > 0 && !header.StartsWith(BearerPrefix, StringComparison.Ordinal))
        {
            refused = "invalid authorization header. Must start with Bearer ";
            return null;
        }

        var token = header.Length > 0 ? header[BearerPrefix.Length..] : request.Query["access_token"].ToString();
        if (token.Length == 0)
        {
            return null;
        }

        var claims = tokens.Verify(token, out var error);
        refused = claims is null ? error : null;
        return claims;
    }
}
