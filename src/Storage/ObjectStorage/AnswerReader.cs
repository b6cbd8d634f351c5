namespace RelayKit.Storage.ObjectStorage;

/// <summary>
/// Turns every answer that is no success into a <see cref="S3AnswerException"/> before the library sees it: it would follow redirects, guess regions and
/// ask again by itself, and what was wrong would be lost.
/// </summary>
internal sealed class AnswerReader : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new S3AnswerException(await S3Answer.ReadAsync(response, cancellationToken));
        }
    }
}
