using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RelayKit.Mail;
using RelayKit.Outbox;
using RelayKit.OutboxVictim;
using RelayKit.Storage;
using RelayKit.Storage.Billing;
using RelayKit.Storage.Mail;
using RelayKit.Storage.Outbox;
using RelayKit.Storage.Webhooks;
using RelayKit.Stripe;

// A process that sends what waits in the outbox, as a silo does. First it sends what another has left. Then it says so, reads the id of a message from its
// input, and is killed at a step of that one: by itself, or by whoever it calls. Where its input ends instead, so does it.
if (args is not [var kind, var step, var offset]
    || !Enum.TryParse<DeadlyStep>(step, out var deadly)
    || !double.TryParse(offset, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
{
    Console.Error.WriteLine("Usage: <kind> <step> <seconds that its clock is ahead>");
    return 2;
}

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
var services = new ServiceCollection();
services.AddSingleton<IConfiguration>(configuration);
services.AddSingleton<TimeProvider>(new ClockAhead(TimeSpan.FromSeconds(seconds)));
services.AddLogging();
services.AddStores(configuration);
switch (kind)
{
    case OutboxKinds.Webhook:
        services.AddWebhookSending();
        break;
    case OutboxKinds.Mail:
        services.AddMailTransport(configuration);
        services.AddMailSender();
        break;
    default:
        services.AddStripeBilling();
        services.AddBillingWork();
        break;
}

await using var provider = services.BuildServiceProvider();
IOutboxSender sender = kind switch
{
    OutboxKinds.Webhook => provider.GetRequiredService<WebhookSender>(),
    OutboxKinds.Mail => provider.GetRequiredService<MailSender>(),
    _ => provider.GetRequiredService<MeterSender>(),
};
var doomedSender = new DoomedSender(sender, deadly);
using var dispatcher = new OutboxDispatcher(
    provider.GetRequiredService<PostgresDataSources>(),
    doomedSender,
    provider.GetRequiredService<OutboxInstruments>(),
    provider.GetRequiredService<TimeProvider>(),
    NullLogger<OutboxDispatcher>.Instance);
do
{
    while (await dispatcher.SendDueAsync(CancellationToken.None) > 0)
    {
        doomedSender.Settled();
    }

    Console.WriteLine("Nothing is due.");
    doomedSender.Doomed = Guid.TryParse(Console.ReadLine(), out var message) ? message : null;
}
while (doomedSender.Doomed is not null);

return 0;
