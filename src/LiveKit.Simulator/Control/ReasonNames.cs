using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>Disconnect reasons by the names that LiveKit's wire has for them, such as <c>CLIENT_INITIATED</c>.</summary>
internal static class ReasonNames
{
    private static readonly Google.Protobuf.Reflection.EnumDescriptor Names =
        ModelsReflection.Descriptor.EnumTypes.Single(type => type.Name == nameof(DisconnectReason));

    public static string Of(DisconnectReason reason) => Names.FindValueByNumber((int)reason)!.Name;

    public static bool TryParse(string name, out DisconnectReason reason)
    {
        var found = Names.FindValueByName(name);
        reason = (DisconnectReason)(found?.Number ?? 0);
        return found is not null;
    }
}
