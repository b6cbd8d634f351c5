namespace RelayKit.LiveKit.Simulator.Faults;

/// <summary>What can go wrong with a webhook. The first four lose it, and of these a webhook meets one at most.</summary>
internal enum WebhookFault
{
    /// <summary>Never sent.</summary>
    Drop,

    /// <summary>Somebody in between answers 404: LiveKit takes it for delivered, and the receiver has never seen it.</summary>
    AnsweredWith4xx,

    /// <summary>Signed with a secret that is not the API key's; the receiver's 401 counts as delivered.</summary>
    WrongSignature,

    /// <summary>Its token expired an hour ago; the receiver's 401 counts as delivered.</summary>
    StaleToken,

    /// <summary>Carries fields that a later LiveKit might add, in the event and in what it tells of.</summary>
    UnknownField,

    /// <summary>Says something with a value of an enum that a later LiveKit might add.</summary>
    UnknownEnum,

    /// <summary>Sent once more with the same id and token, as after an answer that got lost.</summary>
    Duplicate,

    /// <summary>Sent once more under another id.</summary>
    DuplicateNewId,

    /// <summary>Waits before it is sent, and the room's queue with it.</summary>
    Delay,

    /// <summary>Waits, with the room's queue, until a later webhook of another room has overtaken it.</summary>
    Reorder,

    /// <summary>
    /// Waits by itself while the room's queue goes on: what LiveKit's queues rule out, and what livekit issue 2399 reports all the same.
    /// </summary>
    ReorderWithinRoom,
}
