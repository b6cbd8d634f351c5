using System.CommandLine;
using RelayKit.Cli.Audit;
using RelayKit.Cli.Demo;

var root = new RootCommand("RelayKit's tools; ./relaykit calls them with all they need.")
{
    DemoCommand.Create(),
    AuditCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
