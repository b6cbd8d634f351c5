using System.CommandLine;
using RelayKit.Bench.Ceiling;
using RelayKit.Bench.Webhooks;

var root = new RootCommand("Measures RelayKit with real processes over HTTP. Called by ./relaykit bench.")
{
    WebhookBenchCommand.Create(),
    CeilingServer.CreateCommand(),
};
return await root.Parse(args).InvokeAsync();
