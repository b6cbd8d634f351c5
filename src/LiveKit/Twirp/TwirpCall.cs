using Google.Protobuf;

namespace RelayKit.LiveKit;

/// <summary>One call: what is asked, with which token, and whether asking twice does no harm.</summary>
internal sealed record TwirpCall(string Service, string Method, IMessage Request, string AccessToken, bool MayBeRepeated);
