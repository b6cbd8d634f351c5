using RelayKit.Api;
using RelayKit.LiveKit;
using RelayKit.Storage;

// The API by itself: stateless, a client of the silos, as many as the load asks for.
return await StartupFaults.ExplainAsync(async () =>
{
    var builder = ProcessDefaults.CreateBuilder(args);
    builder.Services.AddLiveKit(builder.Configuration);
    builder.Services.AddStores(builder.Configuration);
    builder.AddClusterClient();
    builder.AddRelayKitApi();

    await using var app = builder.Build();
    app.ValidateSettings();
    app.MapRelayKitApi();
    await app.RunAsync();
});
