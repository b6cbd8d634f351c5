namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>One of the server's Twirp services.</summary>
internal interface ITwirpService
{
    /// <summary>Its name in paths, such as <c>livekit.RoomService</c>.</summary>
    string Name { get; }

    /// <summary>The method of that name; null when it has none.</summary>
    TwirpMethod? Find(string name);
}
