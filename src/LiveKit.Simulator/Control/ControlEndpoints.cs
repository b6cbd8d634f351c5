namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>
/// <c>/sim</c>: what end users' apps do in the real world, and a look at what really happened. Not part of LiveKit.
/// </summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/sim").AddEndpointFilter(ControlJson.ExplainAsync);
        ParticipantEndpoints.Map(control);
        NodeEndpoints.Map(control);
        DriverEndpoints.Map(control);
        TruthEndpoints.Map(control);
        EgressEndpoints.Map(control.MapGroup("/egress"));
        IngressControl.Map(control);
        var webhooks = control.MapGroup("/webhooks");
        WebhookEndpoints.Map(webhooks);
        FaultEndpoints.Map(webhooks);
    }
}
