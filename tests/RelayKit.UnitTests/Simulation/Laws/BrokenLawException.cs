namespace RelayKit.UnitTests.Simulation.Laws;

/// <summary>A history in which something was not as promised.</summary>
internal sealed class BrokenLawException(string law, Exception? cause = null) : Exception(law, cause);
