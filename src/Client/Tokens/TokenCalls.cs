namespace RelayKit.Client;

/// <summary>Join tokens: what an app gives to the stock LiveKit SDK.</summary>
public sealed class TokenCalls
{
    private readonly Transport _transport;

    internal TokenCalls(Transport transport) => _transport = transport;

    /// <summary>Mints a join token for one identity in one room.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="token">Who joins, and with which rights.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException">
    /// <see cref="ErrorCodes.RoomNotFound"/>, <see cref="ErrorCodes.RoomFull"/>, <see cref="ErrorCodes.IdentityBanned"/>,
    /// <see cref="ErrorCodes.BudgetExhausted"/> and others that say why nobody is let in; and what any call can end with.
    /// </exception>
    public Task<JoinToken> MintAsync(string room, MintToken token, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Post("mintToken", PathOf(room), token, ClientJson.Default.MintToken, idempotencyKey), ClientJson.Default.JoinToken, cancellation);

    /// <summary>Says what would come of minting a token, and which limit would decide; mints none.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="token">Who would join, and with which rights.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<TokenDryRun> DryRunAsync(string room, MintToken token, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("mintToken", PathOf(room) + "?dry_run=true", token, ClientJson.Default.MintToken, null), ClientJson.Default.TokenDryRun, cancellation);

    /// <summary>Mints join tokens of several identities in one room: all of them, or none.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="tokens">1 to 100 of them.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The tokens, in the order in which they were asked for.</returns>
    public async Task<IReadOnlyList<JoinToken>> MintBatchAsync(
        string room, IReadOnlyList<MintToken> tokens, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var call = ApiCall.Post("mintTokens", PathOf(room) + "/batch", new MintTokens(tokens), ClientJson.Default.MintTokens, idempotencyKey);
        return (await _transport.SendAsync(call, ClientJson.Default.JoinTokens, cancellation).ConfigureAwait(false)).Data;
    }

    private static string PathOf(string room) => RoomCalls.PathOf(room) + "/tokens";
}
