namespace RelayKit.StorageTests.Outbox.Crashes;

/// <summary>Where a process that sends a message is killed.</summary>
public enum CrashStep
{
    /// <summary>It has taken the message, and the claim is committed.</summary>
    Taken,

    /// <summary>It has read what is needed to send it.</summary>
    Prepared,

    /// <summary>Its request has arrived, and the receiver has not taken it.</summary>
    Reached,

    /// <summary>The receiver has taken the request, and the answer is not sent.</summary>
    Arrived,

    /// <summary>It has the answer.</summary>
    Answered,

    /// <summary>It is about to write down what came of it.</summary>
    Recording,

    /// <summary>It has written that down.</summary>
    Settled,
}
