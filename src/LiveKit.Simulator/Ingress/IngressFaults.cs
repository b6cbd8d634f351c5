using Google.Protobuf;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Ingress;

/// <summary>What goes wrong with the next ingresses that are to be made.</summary>
internal sealed class IngressFaults(TimeProvider time)
{
    private readonly Lock _gate = new();
    private (IngressFault Fault, TimeSpan Wait, int Left) _next;

    public void Set(IngressFault fault, TimeSpan wait, int times)
    {
        lock (_gate)
        {
            _next = (fault, wait, times);
        }
    }

    public async Task<IMessage> CreateAsync(Func<IngressInfo> create, CancellationToken aborted)
    {
        var (fault, wait) = Take();
        switch (fault)
        {
            case IngressFault.Unavailable:
                throw NodeException.NoAnswer();
            case IngressFault.Lost:
                create();
                throw NodeException.NoAnswer();
            case IngressFault.Late:
                var made = create();
                await Task.Delay(wait, time, aborted);
                return made;
            case IngressFault.Afterwards:
                _ = CreateAfterwardsAsync(create, wait);
                throw NodeException.NoAnswer();
            default:
                return create();
        }
    }

    private async Task CreateAfterwardsAsync(Func<IngressInfo> create, TimeSpan wait)
    {
        await Task.Delay(wait, time);
        create();
    }

    private (IngressFault Fault, TimeSpan Wait) Take()
    {
        lock (_gate)
        {
            if (_next.Left == 0)
            {
                return default;
            }

            _next.Left--;
            return (_next.Fault, _next.Wait);
        }
    }
}
