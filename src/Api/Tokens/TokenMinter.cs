using System.Runtime.CompilerServices;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Limits;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Api.Tenants;
using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.LiveKit;
using RelayKit.Privacy;
using RelayKit.Roles;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Api.Tokens;

/// <summary>
/// Mints join tokens: the tenant's policy comes from memory, the room is asked once whether it lets them in, and what the tenant uses now is looked at
/// only where a limit goes by it.
/// </summary>
internal sealed class TokenMinter(
    TenantPolicies policies, TenantStandings standings, GrainReferences<IRoomGrain> rooms, GrainCalls calls, LiveKitClusters liveKit, TimeProvider time)
{
    private const int DefaultTtlSeconds = 600;

    /// <summary>Everything that is needed to mint, or the problem to answer with.</summary>
    /// <param name="current">Whose the room is.</param>
    /// <param name="roomName">The room.</param>
    /// <param name="asked">What the tokens are to be.</param>
    /// <param name="pointerOf">Where in the body a token stands, by its number.</param>
    /// <param name="giveUp">The caller's deadline.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(MintPlan? Plan, ProblemResult? Problem)> PlanAsync(
        CurrentTenant current, string roomName, IReadOnlyList<MintTokenRequest> asked, Func<int, string> pointerOf, CancellationToken giveUp)
    {
        if (!RoomName.IsValid(roomName))
        {
            return (null, Rooms.RoomEndpoints.NoSuchRoom());
        }

        var policy = await policies.GetAsync(current.Tenant);
        var grants = GrantsOf(policy, asked, pointerOf, out var errors);
        if (errors is { Any: true })
        {
            return (null, errors.ToProblem());
        }

        if (policy.Deletion is not null)
        {
            return (null, new Error(ErrorCode.TenantTerminated, "The tenant is to be deleted. DELETE /v1/privacy/deletion undoes it.").ToProblem());
        }

        if (policy.Restriction is { Scope: RestrictedProcessing.All })
        {
            return (null, new Error(
                ErrorCode.ProcessingRestricted, "The tenant has restricted what is done with its data. DELETE /v1/privacy/restriction lifts it.").ToProblem());
        }

        if (policy.Suspension is { } suspension)
        {
            return (null, new Error(ErrorCode.TenantSuspended, $"The tenant is suspended: {suspension.Reason}").ToProblem());
        }

        var request = new AdmissionRequest([.. asked.Select(static token => token.Identity!)], policy.LimitOf(LimitNames.ParticipantsPerRoom));
        var admitted = await calls.RepeatableAsync(
            rooms.Get(new RoomKey(current.Tenant, current.Mode, roomName).ToString()),
            request,
            static (room, request, _) => room.AdmitAsync(request),
            giveUp);
        if (!admitted.IsSuccess)
        {
            return (null, admitted.Error.ToProblem());
        }

        var room = admitted.Value;
        if (policy.NeedsStanding
            && TenantAdmission.Refusal(policy, await standings.GetAsync(current), current.Mode, room, LabelsOfEach(room, asked)) is { } refusal)
        {
            return (null, refusal.ToProblem());
        }

        return liveKit.TryGetByName(room.LiveKitCluster, out var cluster)
            ? (new MintPlan(room, cluster, asked, grants), null)
            : (null, new ProblemResult(
                ProblemKinds.LiveKitClusterGone,
                $"The room lives on the LiveKit cluster '{room.LiveKitCluster}', which is no longer configured. Tell the operator."));
    }

    /// <summary>Mints one of the tokens of a plan.</summary>
    public TokenResponse Mint(MintPlan plan, int number)
    {
        var (asked, room) = (plan.Asked[number], plan.Room);
        var now = time.GetUtcNow();
        var ttlSeconds = TtlSeconds(plan, number);
        var token = plan.Cluster.Tokens.Issue(new AccessTokenRequest
        {
            Identity = asked.Identity,
            Name = asked.Name,
            Ttl = TimeSpan.FromSeconds(ttlSeconds),
            Metadata = asked.Metadata,
            Attributes = AttributesOf(plan, asked),
            Video = TokenGrants.For(room.LiveKitName.ToString(), plan.Grants[number]),
            RoomConfig = ToConfiguration(room.Settings),
        });
        return new TokenResponse(
            token,
            plan.Cluster.PublicUrl,
            room.LiveKitName.Room.Name,
            asked.Identity!,
            DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() + ttlSeconds));
    }

    /// <summary>What one of the tokens of a plan would be.</summary>
    public EffectiveTokenResponse Describe(MintPlan plan, int number) => new(
        plan.Room.LiveKitName.Room.Name,
        plan.Room.LiveKitName.ToString(),
        plan.Asked[number].Identity!,
        TtlSeconds(plan, number),
        TokenGrants.ToResponse(plan.Grants[number]),
        LabelsOf.Set(plan.Room.Settings.Labels.With(LabelSet.Of(plan.Asked[number].Labels))));

    /// <summary>What the tenant gives, and the labels of the token's own if it has any.</summary>
    private static Dictionary<string, string> AttributesOf(MintPlan plan, MintTokenRequest asked)
    {
        var given = asked.Attributes ?? [];
        if (asked.Labels is not { Count: > 0 })
        {
            return given;
        }

        var sealedLabels = LabelSeal.Seal(LabelSet.Of(asked.Labels), plan.Cluster.Seal, plan.Room.LiveKitName.ToString(), asked.Identity!);
        return new Dictionary<string, string>(given, StringComparer.Ordinal) { [LabelSeal.Attribute] = sealedLabels };
    }

    /// <summary>No token opens a connection to a room that has expired.</summary>
    private long TtlSeconds(MintPlan plan, int number)
    {
        var asked = plan.Asked[number].TtlSeconds ?? DefaultTtlSeconds;
        return plan.Room.Settings.Rules?.ExpiresAt is { } expiresAt
            ? Math.Clamp((expiresAt.ToUnixTimeMilliseconds() - time.GetUtcNow().ToUnixTimeMilliseconds()) / 1000, 1, asked)
            : asked;
    }

    private static ParticipantGrants[] GrantsOf(
        TenantPolicy policy, IReadOnlyList<MintTokenRequest> asked, Func<int, string> pointerOf, out FieldErrors? errors)
    {
        errors = null;
        var grants = new ParticipantGrants[asked.Count];
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i].Permissions is { } permissions)
            {
                grants[i] = TokenGrants.Of(permissions);
            }
            else if (policy.RoleOf(asked[i].Role ?? Role.Default) is { } role)
            {
                grants[i] = role.Grants;
            }
            else
            {
                (errors ??= new FieldErrors()).Add($"{pointerOf(i)}/role", $"'{asked[i].Role}' is not a role of this tenant's; GET /v1/roles lists those that there are");
            }
        }

        return grants;
    }

    private static IEnumerable<LabelSet> LabelsOfEach(Room room, IReadOnlyList<MintTokenRequest> asked) =>
        asked.Select(token => token.Labels is null ? room.Settings.Labels : room.Settings.Labels.With(LabelSet.Of(token.Labels)));

    /// <summary>
    /// The room's settings travel in the token: the first join makes the room in LiveKit as the tenant wants it, without a call
    /// from RelayKit, which a LiveKit that is away could fail.
    /// </summary>
    private static RoomConfiguration? ToConfiguration(RoomSettings settings) =>
        settings is { MaxParticipants: null, EmptyTimeoutSeconds: null, DepartureTimeoutSeconds: null, Metadata: null }
            ? null
            : new RoomConfiguration
            {
                MaxParticipants = settings.MaxParticipants ?? 0,
                EmptyTimeout = ToTimeSpan(settings.EmptyTimeoutSeconds),
                DepartureTimeout = ToTimeSpan(settings.DepartureTimeoutSeconds),
                Metadata = settings.Metadata,
            };

    private static TimeSpan? ToTimeSpan(int? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
}

/// <summary>Everything that is needed to mint some tokens.</summary>
/// <param name="Room">The room.</param>
/// <param name="Cluster">The LiveKit cluster that it lives on.</param>
/// <param name="Asked">What each token is to be.</param>
/// <param name="Grants">What each grants.</param>
internal sealed record MintPlan(Room Room, LiveKitCluster Cluster, IReadOnlyList<MintTokenRequest> Asked, ParticipantGrants[] Grants);
