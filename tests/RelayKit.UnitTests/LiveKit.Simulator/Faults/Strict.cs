using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.UnitTests.LiveKit.Simulator.Faults;

/// <summary>A receiver that looks at signature and expiry, as every receiver has to.</summary>
internal static class Strict
{
    private static readonly long Began = new WatchedTime().GetUtcNow().ToUnixTimeSeconds();

    public static WebhookReceiver Receiver() => new(delivery => new HttpResponseMessage(
        IsSigned(delivery) && (long)HandMadeToken.Claims(delivery.Authorization)["exp"]! > Began ? HttpStatusCode.OK : HttpStatusCode.Unauthorized));

    public static bool IsSigned(Delivery delivery)
    {
        var parts = delivery.Authorization.Split('.');
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(SimulatorHost.Secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        return System.Buffers.Text.Base64Url.EncodeToString(expected) == parts[2];
    }
}
