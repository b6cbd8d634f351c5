namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>What was asked for is done, and the connection breaks off before the answer.</summary>
internal sealed class AnswerLostException() : Exception("The answer is lost.");
