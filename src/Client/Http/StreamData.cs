using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RelayKit.Client;

/// <summary>Reads the values of streamed answers; what goes wrong with one is told as of any call.</summary>
internal static class StreamData
{
    /// <summary>The value of an event.</summary>
    public static T Read<T>(ApiCall call, ReadOnlySpan<byte> data, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(data, type) ?? throw new JsonException("null");
        }
        catch (JsonException fault)
        {
            throw Unreadable(call, fault);
        }
    }

    /// <summary>Goes on to the next value of many; false at the end of all.</summary>
    public static async Task<bool> MoveOnAsync<T>(ApiCall call, IAsyncEnumerator<T> values)
    {
        try
        {
            return await values.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw new RelayKitException(call.Operation, ErrorCodes.ConnectionFailed, $"The answer broke off, and is not whole: {fault.Message}", fault);
        }
        catch (JsonException fault)
        {
            throw Unreadable(call, fault);
        }
    }

    private static RelayKitException Unreadable(ApiCall call, JsonException fault) =>
        new(call.Operation, ErrorCodes.UnexpectedAnswer, "The answer cannot be read as what the API answers.", fault);
}
