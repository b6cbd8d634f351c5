using RelayKit.LiveKit;
using RelayKit.Rooms;

namespace RelayKit.Ingress;

/// <summary>
/// Bringing an ingress into LiveKit, once. The row is there before LiveKit is asked, and LiveKit's ingress has the row's id for a name: whoever comes later
/// finds by it what an answer that was lost had said.
/// </summary>
internal sealed partial class IngressGrain
{
    private async Task<Result<CreatedIngress>> AskAsync(IngressRecord row, NewIngress asked, LiveKitRoomName room, CancellationToken cancellation)
    {
        try
        {
            var endpoint = await ClusterOf(row).Ingress.CreateAsync(
                new IngressOrder
                {
                    Input = (IngressInput)asked.Kind,
                    Name = _key.PublicId,
                    RoomName = room.ToString(),
                    ParticipantIdentity = asked.Identity,
                    ParticipantName = asked.Name,
                    Url = asked.SourceUrl,
                    EnableTranscoding = asked.EnableTranscoding,
                },
                cancellation);
            return await FinishAsync(row, endpoint, cancellation);
        }
        catch (LiveKitException fault) when (!fault.LeavesOutcomeUnknown)
        {
            await ForgetAsync(cancellation);
            return Refused(fault);
        }
        catch (LiveKitException fault)
        {
            LogLiveKitFailed(fault, _key);
            return await TryMendAsync(row, cancellation) is { } made ? made : NotKnown();
        }
    }

    private async Task<Result<CreatedIngress>> CreateAgainAsync(IngressRecord row, NewIngress asked, CancellationToken cancellation)
    {
        try
        {
            if (await MendAsync(row, cancellation) is { } made)
            {
                return made;
            }
        }
        catch (LiveKitException fault)
        {
            return Refused(fault);
        }

        if (time.GetUtcNow() - row.AskedAt < Grace)
        {
            return NotKnown();
        }

        var found = await rooms.Get(new RoomKey(_key.Tenant, _key.Mode, row.Room).ToString()).GetAsync();
        if (!found.IsSuccess)
        {
            await ForgetAsync(cancellation);
            return found.Error;
        }

        await SaveAsync(row with { AskedAt = time.GetUtcNow(), Version = row.Version + 1 }, cancellation);
        return await AskAsync(_row!, asked, found.Value.LiveKitName, cancellation);
    }

    private async Task<CreatedIngress?> TryMendAsync(IngressRecord row, CancellationToken cancellation)
    {
        try
        {
            return await MendAsync(row, cancellation);
        }
        catch (LiveKitException fault)
        {
            LogLiveKitFailed(fault, _key);
            return null;
        }
    }

    /// <summary>Finds what LiveKit has made; null when it has not.</summary>
    private async Task<CreatedIngress?> MendAsync(IngressRecord row, CancellationToken cancellation)
    {
        var api = ClusterOf(row).Ingress;
        // The room may have moved on since, so that its name says nothing.
        var made = (await api.ListAsync(cancellationToken: cancellation)).Where(ingress => ingress.Name == _key.PublicId)
            .MinBy(static ingress => ingress.IngressId, StringComparer.Ordinal);
        return made is not null && await api.FindAsync(made.IngressId, cancellation) is { } endpoint
            ? await FinishAsync(row, endpoint, cancellation)
            : null;
    }

    private async Task<CreatedIngress> FinishAsync(IngressRecord row, IngressEndpoint endpoint, CancellationToken cancellation)
    {
        var fact = IngressFact.Of(endpoint.Ingress);
        var ready = IngressFold.Apply(row, fact) with
        {
            Phase = IngressPhase.Ready,
            LiveKitId = fact.LiveKitId,
            Url = row.Kind == IngressKind.Url ? null : WithoutKey(endpoint),
            Version = row.Version + 1,
        };
        await TellAsync([IngressEvents.Created(ready), .. IngressEvents.OfStream(ready, fact)]);
        await SaveAsync(ready, cancellation);
        return Shown(ready, endpoint);
    }

    /// <summary>Some versions of LiveKit append the key to the address, which is kept.</summary>
    private static string WithoutKey(IngressEndpoint endpoint)
    {
        var at = endpoint.StreamKey.Length == 0 ? -1 : endpoint.Url.IndexOf(endpoint.StreamKey, StringComparison.Ordinal);
        return at < 0 ? endpoint.Url : endpoint.Url[..at].TrimEnd('/');
    }

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        await store.RemoveAsync(_key, cancellation);
        _row = null;
        DeactivateOnIdle();
    }

    private static Error NotKnown() => new(
        ErrorCode.LiveKitUnavailable,
        "LiveKit did not say whether it made the ingress. Repeat the request with the same Idempotency-Key to find out; without one, look for it with GET /v1/ingress.");
}
