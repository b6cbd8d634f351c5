using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>A number of an address's query.</summary>
internal static class QueryNumber
{
    /// <exception cref="NodeException">It is given and is none from 0 to <paramref name="most"/>.</exception>
    public static int Read(HttpContext context, string name, int fallback, int most = int.MaxValue)
    {
        var given = context.Request.Query[name].ToString();
        return given.Length == 0 ? fallback
            : int.TryParse(given, out var number) && number >= 0 && number <= most ? number
            : throw new NodeException(
                "invalid_argument", $"{name}: has to be a whole number{(most < int.MaxValue ? $" from 0 to {most}" : ", 0 or more")}");
    }
}
