using RelayKit.LiveKit.Simulator.ObjectStore.Authentication;
using RelayKit.LiveKit.Simulator.ObjectStore.Bodies;
using RelayKit.LiveKit.Simulator.ObjectStore.Faults;
using RelayKit.LiveKit.Simulator.ObjectStore.Objects;
using RelayKit.LiveKit.Simulator.ObjectStore.Operations;

namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>S3 itself: whatever is no call of the control interface comes here. No log ever has a path, a query or a header of it.</summary>
internal sealed partial class S3Endpoint(
    ObjectStoreOptions options,
    SignatureCheck signatures,
    AssumeRoleOperation assumeRole,
    ObjectOperations objects,
    BucketOperations buckets,
    MultipartOperations multipart,
    ObjectIndex index,
    StoreFaults faults,
    RequestCounters counters,
    TimeProvider time,
    ILogger<S3Endpoint> logger)
{
    private static readonly HashSet<string> WithBucketAsWhole =
        new(StringComparer.Ordinal) { S3Operation.HeadBucket, S3Operation.GetBucketLocation, S3Operation.DeleteObjects };

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["x-amz-request-id"] = Convert.ToHexString(Guid.NewGuid().ToByteArray());
        context.Response.Headers.Server = "RelayKitSimulator";
        var operation = S3Operation.Unknown;
        string answer;
        try
        {
            var request = S3Request.Read(context, options.Domain);
            operation = S3Operation.Of(request);
            await ServeAsync(request, operation);
            answer = context.RequestAborted.IsCancellationRequested ? "aborted" : "OK";
        }
        catch (S3Exception refusal)
        {
            answer = refusal.Code;
            await RefuseAsync(context, operation, refusal);
        }
        catch (BadHttpRequestException)
        {
            answer = "IncompleteBody";
            await RefuseAsync(context, operation, new S3Exception(400, answer, "The request body terminated unexpectedly."));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            answer = "aborted";
        }
#pragma warning disable CA1031 // Whatever else went wrong is S3's InternalError.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(logger, operation, fault);
            answer = "InternalError";
            await RefuseAsync(context, operation, FaultyAnswers.InternalError());
        }

        counters.Count(operation, answer);
    }

    private async Task ServeAsync(S3Request request, string operation)
    {
        var bucket = options.Buckets.FirstOrDefault(bucket => bucket.Name == request.Bucket);
        if (bucket is not null)
        {
            request.Context.Response.Headers["x-amz-bucket-region"] = bucket.Region;
        }

        var fault = faults.Take(request.Bucket, operation);
        if (fault is not null && await FaultyAnswers.EndsAsync(fault, request, time))
        {
            return;
        }

        if (operation == S3Operation.AssumeRole)
        {
            await assumeRole.RunAsync(request);
            return;
        }

        var isLink = request.Header("Authorization") is null;
        var mode = PayloadMode.Read(request.Header("x-amz-content-sha256") ?? request.Value("X-Amz-Content-Sha256"), isLink);
        var caller = signatures.Check(request, mode.Hash, "s3", bucket?.Region);
        if (operation == S3Operation.Unknown)
        {
            throw S3Exception.NotImplemented();
        }

        if (bucket is null)
        {
            throw new S3Exception(404, "NoSuchBucket", "The specified bucket does not exist", ("BucketName", request.Bucket));
        }

        if (request.Key.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(request.Key) > 1024)
        {
            throw new S3Exception(400, "KeyTooLongError", "Your key is too long");
        }

        CheckRight(request, operation, caller);
        await RunAsync(request, operation, mode, caller, bucket, fault?.Kind == StoreFaultKind.DropMidway);
    }

    private void CheckRight(S3Request request, string operation, Caller caller)
    {
        if (WithBucketAsWhole.Contains(operation))
        {
            if (operation != S3Operation.DeleteObjects && !caller.MayAnywhere(ObjectStoreActs.List, request.Bucket))
            {
                throw S3Exception.AccessDenied();
            }

            return;
        }

        var (act, key) = operation switch
        {
            S3Operation.GetObject or S3Operation.HeadObject => (ObjectStoreActs.Get, request.Key),
            S3Operation.DeleteObject => (ObjectStoreActs.Delete, request.Key),
            S3Operation.ListObjectsV2 or S3Operation.ListMultipartUploads => (ObjectStoreActs.List, request.Value("prefix") ?? ""),
            _ => (ObjectStoreActs.Put, request.Key),
        };
        caller.Need(act, request.Bucket, key);

        // Who may not list learns of no key that it is absent.
        if (act == ObjectStoreActs.Get && !caller.MayAnywhere(ObjectStoreActs.List, request.Bucket) && index.Find(request.Bucket, key) is null)
        {
            throw S3Exception.AccessDenied();
        }
    }

    private async Task RunAsync(
        S3Request request, string operation, PayloadMode mode, Caller caller, ObjectStoreBucket bucket, bool cutShort)
    {
        switch (operation)
        {
            case S3Operation.PutObject: await objects.PutAsync(request, mode, caller); break;
            case S3Operation.GetObject: await objects.GetAsync(request, cutShort); break;
            case S3Operation.HeadObject: await objects.GetAsync(request, cutShort: false); break;
            case S3Operation.DeleteObject: objects.Delete(request); break;
            case S3Operation.DeleteObjects: await buckets.DeleteManyAsync(request, mode, caller); break;
            case S3Operation.ListObjectsV2: await buckets.ListAsync(request); break;
            case S3Operation.GetBucketLocation: await BucketOperations.LocationAsync(request, bucket); break;
            case S3Operation.CreateMultipartUpload: await multipart.BeginAsync(request); break;
            case S3Operation.UploadPart: await multipart.PutPartAsync(request, mode, caller); break;
            case S3Operation.CompleteMultipartUpload: await multipart.CompleteAsync(request, mode, caller); break;
            case S3Operation.AbortMultipartUpload: multipart.Abort(request); break;
            case S3Operation.ListParts: await multipart.ListPartsAsync(request); break;
            case S3Operation.ListMultipartUploads: await multipart.ListAsync(request); break;
        }
    }

    private static async Task RefuseAsync(HttpContext context, string operation, S3Exception refusal)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        // Who waits to be told to go on sends its body or does not: the connection cannot know what comes next.
        if (context.Request.Headers.Expect.Count > 0)
        {
            context.Response.Headers.Connection = "close";
        }

        if (operation == S3Operation.AssumeRole)
        {
            await AssumeRoleOperation.RefuseAsync(context, refusal);
            return;
        }

        await S3Xml.WriteAsync(context, refusal, context.Request.Path.Value ?? "/");
    }

    [LoggerMessage(LogLevel.Error, "{Operation} failed")]
    private static partial void LogFault(ILogger logger, string operation, Exception fault);
}
