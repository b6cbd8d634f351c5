using RelayKit.Resend.Simulator;

// e.g. --urls http://127.0.0.1:7890 --webhook-url http://127.0.0.1:8080/webhooks/resend --webhook-secret whsec_… --requests-per-second 5
var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
await using var app = ResendApp.Build(ResendSimulatorOptions.Read(settings), TimeProvider.System);
await app.RunAsync();
