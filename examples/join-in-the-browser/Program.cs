using RelayKit.Client;

// The page never sees the API key: it asks this backend for a join token, which is good for one identity in one room.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(new RelayKitClient(new RelayKitClientOptions
{
    BaseAddress = new Uri(Required("RELAYKIT_URL")),
    ApiKey = Required("RELAYKIT_API_KEY"),
}));
var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();

app.MapPost("/join", async (JoinRequest request, RelayKitClient relayKit, CancellationToken cancellation) =>
{
    try
    {
        await relayKit.Rooms.CreateAsync(new CreateRoom { Name = request.Room, MaxParticipants = 10, SoloTimeoutSeconds = 600 }, cancellation: cancellation);

        // A real backend knows who is signed in, and takes the identity from there: who may choose one may be anybody.
        var identity = $"guest-{Guid.NewGuid():N}";
        var token = await relayKit.Tokens.MintAsync(
            request.Room, new MintToken { Identity = identity, Name = request.Name, Role = "participant" }, cancellation: cancellation);
        return Results.Json(new { url = token.Url, token = token.Token });
    }
    catch (RelayKitException refused) when (refused.Status is { } status && (int)status is >= 400 and < 500)
    {
        return Results.Problem(refused.Detail, statusCode: (int)status, extensions: new Dictionary<string, object?> { ["code"] = refused.Code });
    }
});

app.Run();

static string Required(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
    ? value
    : throw new InvalidOperationException($"Set {name}.");

/// <summary>What the page asks for.</summary>
/// <param name="Room">Which room.</param>
/// <param name="Name">What the others are to read.</param>
internal sealed record JoinRequest(string Room, string Name);
