using System.Collections.Immutable;
using Orleans.CodeGeneration;
using RelayKit.Rooms;

namespace RelayKit.Ingress;

/// <summary>One ingress of one tenant; the key is <see cref="IngressKey.ToString"/>. The only writer of its row, and the only one who changes it in LiveKit.</summary>
[Version(InterfaceVersions.Ingress)]
[Alias("RelayKit.IIngressGrain")]
public interface IIngressGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the ingress. The row comes first, and LiveKit's is named by the row's id: so one whose answer was lost is found again, by this call when it
    /// is repeated or by the next look, and there are never two. While nobody knows whether LiveKit made it, it is not asked again.
    /// </summary>
    [ResponseTimeout("00:00:45")]
    [Alias("Create")]
    Task<Result<CreatedIngress>> CreateAsync(NewIngress asked, CancellationToken cancellation);

    /// <summary>Changes some of it, also while a stream comes in: that one stays where it is, and the next one goes by the change.</summary>
    [ResponseTimeout("00:00:45")]
    [Alias("Update")]
    Task<Result<IngressRecord>> UpdateAsync(IngressChange change, CancellationToken cancellation);

    /// <summary>Deletes it; a stream that comes in ends.</summary>
    /// <param name="askedAt">When the caller asked for it: one that was deleted since then was there, so the same request, made again, succeeds again.</param>
    /// <param name="cancellation">The caller's deadline.</param>
    [ResponseTimeout("00:00:45")]
    [Alias("Delete")]
    Task<Result<IngressRecord>> DeleteAsync(DateTimeOffset askedAt, CancellationToken cancellation);

    /// <summary>Takes in what a webhook told, and answers when what it changed is durable.</summary>
    [ResponseTimeout("00:00:05")]
    [Alias("Ingest")]
    Task<IngestOutcome> IngestAsync(IngressFact fact);

    /// <summary>
    /// Compares the ingress with what LiveKit has under its name, and mends either: what was begun and not finished, what no webhook told, one too many,
    /// a room that has moved on.
    /// </summary>
    /// <param name="cluster">The LiveKit cluster that was looked at.</param>
    /// <param name="seen">What it has; empty for nothing.</param>
    /// <param name="lookedAt">When it was asked, by our clock.</param>
    /// <param name="cancellation">Gives up.</param>
    [ResponseTimeout("00:01:00")]
    [Alias("Look")]
    Task LookAsync(string cluster, ImmutableArray<IngressFact> seen, DateTimeOffset lookedAt, CancellationToken cancellation);

    /// <summary>The room that it leads to has moved on, has come or has gone: LiveKit is told where it leads now.</summary>
    [ResponseTimeout("00:00:45")]
    [Alias("Follow")]
    Task FollowAsync(CancellationToken cancellation);
}
