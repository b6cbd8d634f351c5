namespace RelayKit.LiveKit;

/// <summary>Rights on telephony (claim <c>sip</c>).</summary>
/// <param name="Admin">May set up trunks and dispatch rules.</param>
/// <param name="Call">May place and transfer calls.</param>
public sealed record SipGrant(bool Admin = false, bool Call = false);

/// <summary>Rights on LiveKit Cloud's agents (claim <c>agent</c>).</summary>
/// <param name="Admin">May administer agents.</param>
/// <param name="SimulationAdmin">May administer simulations.</param>
/// <param name="DatabaseAdmin">May administer agents' databases.</param>
public sealed record AgentGrant(bool Admin = false, bool SimulationAdmin = false, bool DatabaseAdmin = false);

/// <summary>Rights on LiveKit Cloud's inference (claim <c>inference</c>).</summary>
/// <param name="Perform">May run models.</param>
public sealed record InferenceGrant(bool Perform = false);

/// <summary>Rights on LiveKit Cloud's observability (claim <c>observability</c>).</summary>
/// <param name="Write">May write observations.</param>
public sealed record ObservabilityGrant(bool Write = false);
