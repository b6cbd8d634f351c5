using RelayKit.Stripe.Simulator;

var options = StripeSimulatorArguments.Read(args, Environment.GetEnvironmentVariable, out var error);
if (options is null)
{
    await Console.Error.WriteLineAsync($"stripe simulator: {error}");
    return 1;
}

await StripeSimulatorApp.Build(options, TimeProvider.System).RunAsync();
return 0;
