namespace RelayKit.Stripe.Simulator.Webhooks;

/// <summary>An event as it goes out.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Body">What is signed and sent.</param>
/// <param name="Fetched">What the API answers when it is asked for.</param>
/// <param name="IsThin">Whether it goes where thin events go.</param>
internal sealed record ToldEvent(string Id, string Type, string Body, string Fetched, bool IsThin);
