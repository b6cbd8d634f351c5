using System.CommandLine;
using Npgsql;
using Orleans.Configuration;
using RelayKit.LiveKit;

namespace RelayKit.Bench.Baselines;

/// <summary>
/// What the product's figures are read against, in a process of its own: a bare endpoint, one that only verifies and parses a
/// webhook, and the two designs that RelayKit does not have, a statement for each event and a grain's whole state for each event.
/// </summary>
internal static class BaselineServer
{
    public const string CommandName = "serve-baselines";

    /// <summary>The table of the design with one statement for each event.</summary>
    public const string CreateTable =
        """
        create schema if not exists baseline;
        create table if not exists baseline.events (
            event_id text primary key, tenant text not null, room text not null, seq bigint not null, kind text not null,
            participant text not null, at_ms bigint not null, recorded_at timestamptz not null default now());
        """;

    private const int PoolSize = 16;

    public static Command CreateCommand()
    {
        var url = new Option<string>("--url") { Required = true };
        var key = new Option<string>("--key") { Required = true };
        var secret = new Option<string>("--secret") { Required = true };
        var siloPort = new Option<int>("--silo-port") { Required = true };
        var command = new Command(CommandName, "Serves the baselines of a bench; started by the bench itself.") { url, key, secret, siloPort };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => ServeAsync(
            parsed.GetRequiredValue(url), new WebhookKey("bench", parsed.GetRequiredValue(key), parsed.GetRequiredValue(secret)), parsed.GetRequiredValue(siloPort),
            cancellation));
        return command;
    }

    private static async Task<int> ServeAsync(string url, WebhookKey key, int siloPort, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton(OpenDataSource(builder.Configuration["RelayKit:Postgres"]!));
        var verifier = new WebhookVerifier([key], TimeProvider.System);
        builder.UseOrleans(silo =>
        {
            // A cluster of its own that nobody joins.
            silo.UseLocalhostClustering(siloPort, gatewayPort: 0, serviceId: "baseline", clusterId: "baseline");
            silo.AddAdoNetGrainStorageAsDefault((Microsoft.Extensions.Options.OptionsBuilder<AdoNetGrainStorageOptions> storage) =>
                storage.Configure<NpgsqlDataSource>((options, source) =>
                {
                    options.Invariant = "Npgsql";
                    options.DataSource = source;
                }));
            silo.UseSystemTextJsonGrainStorageSerializer();
        });
        var app = builder.Build();
        app.MapGet("/hello", () => new { hello = "world" });
        app.MapPost("/verify", (Delegate)((HttpContext context) => AnswerAsync(context, verifier, _ => Task.CompletedTask)));
        app.MapPost("/insert", (HttpContext context, IGrainFactory grains) => AnswerAsync(
            context, verifier, told => grains.GetGrain<IBaselineRoomGrain>(told.Room!.Name).InsertAsync(told.Id, told.Type.ToString(), told.Participant!.Sid, told.CreatedAt)));
        app.MapPost("/write-state", (HttpContext context, IGrainFactory grains) => AnswerAsync(
            context, verifier, told => grains.GetGrain<IBaselineRoomGrain>(told.Room!.Name).WriteStateAsync(told.Participant!.Sid, told.Participant.Identity, told.CreatedAt)));
        await app.StartAsync(cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static NpgsqlDataSource OpenDataSource(string connectionString) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = "relaykit",
            MaxPoolSize = PoolSize,
            MaxAutoPrepare = 16,
            AutoPrepareMinUsages = 2,
        });

    private static async Task<IResult> AnswerAsync(HttpContext context, WebhookVerifier verifier, Func<LiveKitWebhookEvent, Task> store)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (!TryRead(context, verifier, body, out var told))
        {
            return Results.Unauthorized();
        }

        await store(told!);
        return Results.Ok();
    }

    private static bool TryRead(HttpContext context, WebhookVerifier verifier, MemoryStream body, out LiveKitWebhookEvent? told)
    {
        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        told = null;
        return verifier.Verify(bytes, context.Request.Headers.Authorization.ToString()).IsValid && WebhookParser.TryParse(bytes, out told, out _);
    }
}
