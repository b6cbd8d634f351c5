using RelayKit;
using RelayKit.Api;
using RelayKit.LiveKit;
using RelayKit.Mail;
using RelayKit.Silo;
using RelayKit.Storage;
using RelayKit.Storage.Billing;
using RelayKit.Storage.Retention;

if (SiloCommands.AsksFor(args))
{
    return await SiloCommands.RunAsync(args);
}

// A silo, and in the same process, unless told not to, the API: one machine needs one process.
return await StartupFaults.ExplainAsync(async () =>
{
    var builder = ProcessDefaults.CreateBuilder(args);
    builder.Services.AddLiveKit(builder.Configuration);
    builder.Services.AddStores(builder.Configuration);
    var owns = builder.Configuration.IsOn(nameof(SiloOptions.Migrate), otherwise: true);
    if (owns)
    {
        builder.Services.AddRelayKitPartitionMaintenance();
    }

    builder.Services.AddIdempotencyKeyRemoval();
    builder.Services.AddPrivacyWork();
    builder.Services.AddMailTransport(builder.Configuration);
    builder.Services.AddMailSending();
    builder.Services.AddBillingWork();
    builder.Services.AddAccountRemoval();
    builder.Services.AddRetention(ownsPartitions: owns);
    builder.Services.AddLedger();
    builder.Services.AddWebhooks();
    builder.Services.AddGrains();
    builder.AddSilo();
    builder.AddRelayKitApi();

    await using var app = builder.Build();
    app.ValidateSettings();
    await app.PrepareDatabaseAsync();
    app.MapSiloEndpoints();
    await app.RunAsync();
});
