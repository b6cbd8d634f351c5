namespace RelayKit.LiveKit;

/// <summary>LiveKit's answer to a call.</summary>
/// <param name="Message">What it says.</param>
/// <param name="Date">When it was given by LiveKit's clock, to the second (RFC 9110, section 6.6.1); null when it does not say.</param>
internal readonly record struct TwirpAnswer<TResponse>(TResponse Message, DateTimeOffset? Date);
