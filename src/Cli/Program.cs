using System.CommandLine;
using RelayKit.Cli.Audit;
using RelayKit.Cli.Chaos;
using RelayKit.Cli.Demo;

var root = new RootCommand("RelayKit's tools; ./relaykit calls them with all they need.")
{
    DemoCommand.Create(),
    AuditCommand.Create(),
    ChaosCommand.Create(),
};

var parsed = root.Parse(args);
var code = await parsed.InvokeAsync();

// By 1 a command says that it has looked and something is wrong; the parser says by it that nobody has looked.
return parsed.Errors.Count > 0 ? 2 : code;
