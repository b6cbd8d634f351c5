namespace RelayKit.Recordings;

/// <summary>Another activation of the recording's grain has changed it meanwhile. The caller comes again.</summary>
public sealed class RecordingChangedException : Exception
{
    /// <param name="message">Which one.</param>
    public RecordingChangedException(string message)
        : base(message)
    {
    }
}
