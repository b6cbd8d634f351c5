using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Egress;

internal sealed partial class EgressWorker
{
    /// <summary>Adds and removes addresses; null when the worker does not answer.</summary>
    /// <exception cref="NodeException">There is no such egress or address, it has ended, or it does not stream.</exception>
    public EgressInfo? UpdateStream(UpdateStreamRequest request)
    {
        lock (_gate)
        {
            var egress = Find(request.EgressId);
            if (egress.Stored.Status >= EgressStatus.EgressEnding || egress.End is not null)
            {
                throw new NodeException("failed_precondition", $"egress with status {NameOf(egress.Stored.Status)} cannot be updated");
            }

            if (egress.IsDead)
            {
                return null;
            }

            Check(egress, request);
            foreach (var url in request.AddOutputUrls.Where(url => !egress.Urls.Contains(url)))
            {
                egress.Urls.Add(url);
                egress.Info.StreamResults.Add(new StreamInfo
                {
                    Url = StreamAddress.Told(url),
                    StartedAt = egress.ActiveAt is null ? 0 : SimulatedEgress.Nanoseconds(Now),
                });
            }

            foreach (var url in request.RemoveOutputUrls)
            {
                EndStream(egress, egress.Urls.IndexOf(url), "");
            }

            AfterStreams(egress, EgressEnd.Complete("All streams stopped"));
            return egress.Info.Clone();
        }
    }

    /// <summary>One stream breaks off for good; with the last one, the egress fails.</summary>
    /// <exception cref="NodeException">There is no such egress or address.</exception>
    public void FailStream(string id, string url, string error)
    {
        lock (_gate)
        {
            var egress = FindGoingOn(id);
            var index = egress.Urls.IndexOf(url);
            if (index < 0)
            {
                throw NoStream(url);
            }

            EndStream(egress, index, error);
            AfterStreams(egress, new EgressEnd(EgressStatus.EgressFailed, error, 400, "End reason: All streams stopped"));
        }
    }

    private static void Check(SimulatedEgress egress, UpdateStreamRequest request)
    {
        if (egress.Request.Streams.Count == 0)
        {
            throw new NodeException("invalid_argument", "UpdateStream called on non-streaming egress");
        }

        foreach (var url in request.AddOutputUrls)
        {
            StreamAddress.Check(url, egress.Request.Protocol);
        }

        if (request.RemoveOutputUrls.FirstOrDefault(url => !egress.Urls.Contains(url)) is { } unknown)
        {
            throw NoStream(unknown);
        }
    }

    private static NodeException NoStream(string url) => new("not_found", $"stream {url} not found");

    /// <summary>Where no stream is left, and nothing else is written, the egress has nothing more to do.</summary>
    private void AfterStreams(SimulatedEgress egress, EgressEnd end)
    {
        var request = egress.Request;
        if (egress.Urls.TrueForAll(url => url is null) && request.Files.Count == 0 && request.Segments.Count == 0)
        {
            if (end.Status == EgressStatus.EgressFailed)
            {
                Finish(egress, end);
            }
            else
            {
                Close(egress, end, isTold: true);
            }
        }
        else
        {
            Tell(egress, "egress_updated", isSkipped: false);
        }
    }

    private void EndStream(SimulatedEgress egress, int index, string error)
    {
        if (egress.Urls[index] is null)
        {
            return;
        }

        egress.Urls[index] = null;
        var stream = egress.Info.StreamResults[index];
        stream.EndedAt = SimulatedEgress.Nanoseconds(egress.ClosedAt ?? Now);
        stream.StartedAt = stream.StartedAt > 0 ? stream.StartedAt : stream.EndedAt;
        stream.Duration = stream.EndedAt - stream.StartedAt;
        stream.Status = error.Length > 0 ? StreamInfo.Types.Status.Failed : StreamInfo.Types.Status.Finished;
        stream.Error = error;
    }
}
