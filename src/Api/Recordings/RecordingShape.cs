using System.Text.Json.Serialization.Metadata;
using RelayKit.Api.Requests;
using RelayKit.Recordings;

namespace RelayKit.Api.Recordings;

/// <summary>How recordings, or streams, stand in answers.</summary>
/// <param name="Purpose">Which of the two.</param>
/// <param name="Path">Where they are: <c>/v1/recordings</c> or <c>/v1/streams</c>.</param>
/// <param name="Of">One of them as an answer has it.</param>
/// <param name="Type">How that is written.</param>
/// <param name="PageType">How a page of them is written.</param>
internal sealed record RecordingShape<TResponse>(
    RecordingPurpose Purpose,
    string Path,
    Func<Recording, TResponse> Of,
    JsonTypeInfo<TResponse> Type,
    JsonTypeInfo<Page<TResponse>> PageType);
