using System.Collections.Immutable;

namespace RelayKit.Retention;

/// <summary>
/// A part of the daily run that removes what is past its day; all that are registered are run, in the order of their registration. A step that was
/// broken off, or failed, is run again, so it has to go on where it was.
/// </summary>
public interface IRetentionStep
{
    /// <summary>What it is called in the record of runs.</summary>
    string Name { get; }

    /// <summary>Removes it, in pieces that nobody has to wait for.</summary>
    /// <param name="task">What is due.</param>
    /// <param name="cancellation">Breaks it off: the process stops, or another has taken the run over.</param>
    /// <returns>What it has removed, by table; tables of which it has removed nothing may be left out.</returns>
    Task<ImmutableArray<RemovedRows>> RunAsync(RetentionTask task, CancellationToken cancellation);
}
