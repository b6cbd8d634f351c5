using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Faults;
using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>
/// All egress workers, and what the server knows of them. One lock, taken before the cluster's and never within it: what a worker
/// finds out about its room it finds by looking, several times a second (<see cref="Look()"/>).
/// </summary>
internal sealed partial class EgressWorker(
    SimulatedCluster cluster,
    LiveKitNodes nodes,
    WebhookNotifier webhooks,
    FaultPlanner faults,
    EgressScripts scripts,
    EgressUploads uploads,
    SimulatorOptions options,
    TimeProvider time) : IDisposable
{
    /// <summary>LiveKit's default share of the cores that may be promised.</summary>
    private const double MaxUtilization = 0.8;

    private readonly Lock _gate = new();
    private readonly List<SimulatedEgress> _egresses = [];
    private readonly CancellationTokenSource _stopped = new();

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Starts an egress as the script for it says.</summary>
    /// <exception cref="NodeException">No worker takes it, or it is taken and nobody answers.</exception>
    /// <exception cref="AnswerLostException">It is taken, and the answer gets lost.</exception>
    public EgressInfo Start(EgressRequest request)
    {
        lock (_gate)
        {
            var roomSid = request.RoomName.Length > 0 ? cluster.SidOf(request.RoomName) : "";
            var script = scripts.Take(request.RoomName);
            if (script.Start == EgressStartFault.NoWorker || _egresses.Sum(CostOf) + request.Cost > options.Egress.Cores * MaxUtilization)
            {
                throw NodeException.NoAnswer();
            }

            request.Check();
            var egress = new SimulatedEgress(request, roomSid, script, Now);
            _egresses.Add(egress);
            Tell(egress, "egress_started", script.SkipStarted);
            return script.Start switch
            {
                EgressStartFault.AnswerLost => throw new AnswerLostException(),
                EgressStartFault.DeadlineExceeded => throw TimedOut(),
                _ => egress.Info.Clone(),
            };
        }
    }

    /// <summary>Stops an egress; null when its worker does not answer.</summary>
    /// <exception cref="NodeException">There is no such egress, or it has ended.</exception>
    public EgressInfo? Stop(string id)
    {
        lock (_gate)
        {
            var egress = Find(id);
            if (egress.Stored.Status >= EgressStatus.EgressComplete || (egress.IsDead && egress.Stored.Status == EgressStatus.EgressEnding))
            {
                throw new NodeException("failed_precondition", $"egress with status {NameOf(egress.Stored.Status)} cannot be stopped");
            }

            if (egress.IsDead)
            {
                return null;
            }

            if (egress.ActiveAt is null)
            {
                Finish(egress, EgressEnd.Aborted("Stop called before pipeline could start", "End reason: StopEgress API"));
            }
            else if (egress.End is null)
            {
                Close(egress, EgressEnd.Complete("StopEgress API"), isTold: true);
            }

            return egress.Info.Clone();
        }
    }

    /// <summary>A change of the recorder's metadata, as LiveKit does it.</summary>
    public EgressInfo UpdateLayout(UpdateLayoutRequest request)
    {
        lock (_gate)
        {
            var egress = Find(request.EgressId);
            cluster.UpdateParticipant(new UpdateParticipantRequest
            {
                Room = egress.Info.RoomName,
                Identity = egress.Id,
                Metadata = System.Text.Json.JsonSerializer.Serialize(new { layout = request.Layout }),
            });
            egress.Layout = request.Layout;
            return egress.Stored.Clone();
        }
    }

    /// <summary>Everything that the server still knows.</summary>
    /// <exception cref="NodeException">One is asked for that it does not know.</exception>
    public ListEgressResponse List(ListEgressRequest request)
    {
        lock (_gate)
        {
            if (request.EgressId.Length > 0)
            {
                return new ListEgressResponse { Items = { Find(request.EgressId).Stored.Clone() } };
            }

            return new ListEgressResponse
            {
                Items =
                {
                    _egresses
                        .Where(egress => egress.IsListed && (request.RoomName.Length == 0 || egress.Info.RoomName == request.RoomName))
                        .Where(egress => !request.Active || egress.Stored.Status < EgressStatus.EgressComplete)
                        .Select(egress => egress.Stored.Clone()),
                },
            };
        }
    }

    /// <summary>Reads something of every egress there ever was, oldest first.</summary>
    public T Read<T>(Func<IReadOnlyList<SimulatedEgress>, DateTimeOffset, T> read)
    {
        lock (_gate)
        {
            return read(_egresses, Now);
        }
    }

    /// <summary>As after a start.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _egresses.Clear();
            scripts.Clear();
            uploads.Reset();
        }
    }

    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    public static NodeException TimedOut() => new("deadline_exceeded", "request timed out");

    /// <summary>As it is named on the wire.</summary>
    public static string NameOf(EgressStatus status) =>
        EgressReflection.Descriptor.EnumTypes.Single(type => type.Name == nameof(EgressStatus)).FindValueByNumber((int)status)!.Name;

    private static double CostOf(SimulatedEgress egress) => egress.HasEnded || egress.IsDead ? 0 : egress.Request.Cost;

    private SimulatedEgress Find(string id) => _egresses.Find(egress => egress.IsListed && egress.Id == id)
        ?? throw new NodeException("not_found", "egress does not exist");

    /// <summary>The worker tells the server how it stands, and the server the world; or neither, where the worker keeps it for the next time.</summary>
    private void Tell(SimulatedEgress egress, string name, bool isSkipped)
    {
        egress.Info.UpdatedAt = SimulatedEgress.Nanoseconds(Now);
        if (isSkipped && name != "egress_started")
        {
            return;
        }

        egress.Stored = egress.Info.Clone();
        if (isSkipped)
        {
            return;
        }

        egress.Told.Add(name);
        webhooks.Notify(nodes.First, egress.Id, new WebhookEvent
        {
            Event = name,
            EgressInfo = egress.Info.Clone(),
            Room = new Room { Sid = egress.RoomSid, Name = egress.Info.RoomName },
        });
    }
}
