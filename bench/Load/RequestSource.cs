namespace RelayKit.Bench.Load;

/// <summary>
/// Whole HTTP requests, ready to be sent. A connection has one request under way at a time, so what a source gives to a connection
/// next may rest on the answer to what it gave before. Called for each connection by one thread at a time.
/// </summary>
internal abstract class RequestSource
{
    /// <summary>Makes requests ahead, so that making them does not take the processor that is being measured.</summary>
    /// <param name="connections">How many connections will ask.</param>
    /// <param name="each">For how many requests.</param>
    public virtual void Prepare(int connections, int each)
    {
    }

    /// <summary>The request that a connection sends next.</summary>
    public abstract ReadOnlyMemory<byte> Next(int connection);

    /// <summary>Says how the last request of a connection was answered; 0 when the connection broke.</summary>
    public virtual void Answered(int connection, int status)
    {
    }
}
